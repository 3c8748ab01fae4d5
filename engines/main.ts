import { messageOf } from '@access-layer/core/errors';
import { ENGINES } from './engines.ts';
import { runDir } from './paths.ts';

const HELP = `npm run engines -- [NAME ...]      starts engines until Ctrl-C; all of them where none is named
npm run engines -- install [NAME ...]   only fetches and builds

engines: ${ENGINES.map(({ name }) => name).join(', ')}

Everything lies under .engines/: installed/ (programs), run/ (data, configuration, logs). Deleting it is the reset.
Versions are pinned in engines/versions.json.
`;

const words = process.argv.slice(2);
if (words.includes('--help') || words.includes('-h')) {
  process.stdout.write(HELP);
} else {
  process.exitCode = await main(words);
}

async function main(words: string[]): Promise<number> {
  const installOnly = words[0] === 'install';
  const names = installOnly ? words.slice(1) : words;
  const unknown = names.filter((name) => !ENGINES.some((engine) => engine.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`no engine is named ${unknown.join(', ')}\n\n${HELP}`);
    return 64;
  }
  const chosen = ENGINES.filter(({ name }) => names.length === 0 || names.includes(name));
  const say = (line: string) => process.stdout.write(`${line}\n`);
  if (installOnly) {
    const results = [];
    for (const engine of chosen) results.push(await attempt(engine.name, () => engine.install(say), say));
    return results.includes(false) ? 1 : 0;
  }
  return runAll(chosen, say);
}

async function runAll(chosen: typeof ENGINES, say: (line: string) => void): Promise<number> {
  const stops: (() => Promise<void>)[] = [];
  let failed = false;
  for (const engine of chosen) {
    const ok = await attempt(
      engine.name,
      async () => {
        const started = performance.now();
        const running = await engine.start({ dir: runDir(engine.name), say });
        stops.push(running.stop);
        say(`${engine.name} is up after ${((performance.now() - started) / 1000).toFixed(1)} s`);
        for (const [what, address] of Object.entries(running.addresses))
          say(`  ${what.padEnd(14)}${address}`);
      },
      say,
    );
    failed ||= !ok;
  }
  if (stops.length > 0) {
    say('Ctrl-C stops all.');
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    });
    await Promise.allSettled(stops.map((stop) => stop()));
  }
  return failed ? 1 : 0;
}

async function attempt(
  name: string,
  work: () => Promise<void>,
  say: (line: string) => void,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    say(`${name}: ${messageOf(error)}`);
    return false;
  }
}
