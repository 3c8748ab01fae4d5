import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { messageOf } from '@access-layer/core/errors';
import { ATTACKS } from '../attack/attacks.ts';
import type { Command, Surroundings } from '../command.ts';
import { type DataFolder, dataFolder, type RunFile, readJson } from '../data-folder.ts';

const usage = `access-layer attack NAME... [--data DIR]
access-layer attack all
access-layer attack list

Attacks the running system, each time as a process of its own and with only what such an attacker would have. Prints what
is tried, and how it was noticed. Damage is undone, or done on a copy; \`attack list\` says so of each.

  NAME             ${Object.keys(ATTACKS).slice(0, 5).join(', ')},
                   ${Object.keys(ATTACKS).slice(5).join(', ')}
  --within S       how long to look whether it is noticed, in seconds (default 60; of a stopped chain twice as long)
  --data DIR       the data folder of the running system (default: data; also ACCESS_LAYER_DATA)

Exit code: 0 every attack was noticed, 1 one was not, 2 one could not be tried, 64 a command line that makes no sense.`;

const EXIT = { noticed: 0, unnoticed: 1, untried: 2, usage: 64 };
const LAUNCHER = fileURLToPath(new URL('../bin/access-layer.js', import.meta.url));

export default {
  name: 'attack',
  summary: 'attacks the running system, and shows how it is noticed',
  usage,
  async run(args, around) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { data: { type: 'string' }, within: { type: 'string', default: '60' } },
    });
    const [first] = positionals;
    if (first === 'list' && positionals.length === 1) return list(around);
    const names = first === 'all' ? Object.keys(ATTACKS) : positionals;
    const unknown = names.find((name) => !Object.hasOwn(ATTACKS, name));
    if (names.length === 0 || unknown !== undefined) {
      const problem = unknown === undefined ? 'Which attack?' : `There is no attack "${unknown}".`;
      around.stderr.write(`${problem}\n\n${usage}\n`);
      return EXIT.usage;
    }
    const folder = dataFolder(values.data, around);
    const run = readJson<RunFile>(folder.run);
    if (!run) {
      const message = `Nothing runs on ${folder.dir}: \`npm start\` first, or name its folder with --data.`;
      around.stderr.write(`${message}\n`);
      return EXIT.untried;
    }
    const withinS = Number(values.within);
    if (!(withinS > 0)) {
      around.stderr.write(`--within is "${values.within}"; expected a number of seconds\n\n${usage}\n`);
      return EXIT.usage;
    }
    if (names.length === 1) return attack(names[0]!, { folder, run, withinS }, around);
    const codes: number[] = [];
    for (const name of names)
      codes.push(await inProcess(name, ['--data', folder.dir, '--within', values.within], around));
    const noticed = codes.filter((code) => code === EXIT.noticed).length;
    around.stdout.write(`${noticed} of ${names.length} attacks were noticed.\n`);
    return codes.includes(EXIT.unnoticed) ? EXIT.unnoticed : Math.max(...codes);
  },
} satisfies Command;

async function list({ stdout }: Surroundings): Promise<number> {
  for (const load of Object.values(ATTACKS)) {
    const { name, summary, has, undo } = (await load()).default;
    stdout.write(`${name}: ${summary}\n  has     ${has}\n  undone  ${undo}\n`);
  }
  return EXIT.noticed;
}

async function inProcess(
  name: string,
  options: string[],
  { env, cwd, stdout }: Surroundings,
): Promise<number> {
  const child = spawn(process.execPath, [LAUNCHER, 'attack', name, ...options], {
    ...{ env, cwd },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.on('data', (chunk) => stdout.write(chunk));
  const [code] = await once(child, 'close');
  return (code as number | null) ?? EXIT.untried;
}

async function attack(
  name: string,
  { folder, run, withinS }: { folder: DataFolder; run: RunFile; withinS: number },
  around: Surroundings,
): Promise<number> {
  const { default: attacked } = await ATTACKS[name]!();
  const { createDefender } = await import('../attack/defender.ts');
  const { createTokens } = await import('../attack/tokens.ts');
  const as = createTokens(run.url, folder.credentials);
  const say = (line: string) => void around.stdout.write(`  ${line}\n`);
  around.stdout.write(`${name}: ${attacked.summary}\n`);
  say(`the attacker has ${attacked.has}`);
  try {
    const defender = createDefender(run.url, () => as('operator'), withinS * 1000);
    const how = await attacked.run({ folder, run, around, say, defender, as });
    for (const line of (how ?? '').split('\n').filter(Boolean)) say(line);
    around.stdout.write(how ? `  NOTICED. ${attacked.undo}.\n` : '  NOT NOTICED\n');
    return how ? EXIT.noticed : EXIT.unnoticed;
  } catch (error) {
    around.stderr.write(`  could not be tried: ${messageOf(error)}\n`);
    return EXIT.untried;
  }
}
