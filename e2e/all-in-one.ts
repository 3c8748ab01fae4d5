import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type AccessToken, clientCredential, fetchToken } from 'access-layer/access-token';
import { type RunFile, readJson } from 'access-layer/data-folder';

const launcher = new URL('../cli/bin/access-layer.js', import.meta.url).pathname;

/** A running all-in-one of a test, in a data folder of its own. */
export interface AllInOne {
  dir: string;
  /** What it has printed so far. */
  output(): string;
  run(): RunFile;
  /** A header with an access token of a client of the demonstration. */
  as(client: string): Promise<{ authorization: string }>;
  /** Ends it as Ctrl-C does; answers its exit code. The data folder stays. */
  stop(): Promise<number | null>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts `access-layer start` and waits until all of it answers. */
export async function startAllInOne(
  args: string[],
  dir = mkdtempSync(join(tmpdir(), 'all-in-one-')),
): Promise<AllInOne> {
  const child = spawn(process.execPath, [launcher, 'start', '--data', dir, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      printed += chunk;
    });
  }
  const tokens = new Map<string, AccessToken>();
  const system: AllInOne = {
    dir,
    output: () => printed,
    run: () => readJson<RunFile>(join(dir, 'run.json'))!,
    as: (client) => tokenHeader(tokens, dir, client),
    stop: () => stop(child),
    async [Symbol.asyncDispose]() {
      await stop(child);
      rmSync(dir, { recursive: true, force: true });
    },
  };
  try {
    await until('all parts to answer', () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
      return existsSync(join(dir, 'run.json'));
    });
  } catch (error) {
    await stop(child); // or the test never ends
    throw new Error(`${(error as Error).message}; printed:\n${printed}`, { cause: error });
  }
  return system;
}

/** A token is asked for once and used until a minute before it ends. */
async function tokenHeader(tokens: Map<string, AccessToken>, dir: string, client: string) {
  let kept = tokens.get(client);
  if (!kept || kept.expiresAtMs - 60_000 < Date.now()) {
    const { url } = readJson<RunFile>(join(dir, 'run.json'))!;
    kept = await fetchToken(url, clientCredential(join(dir, 'demo-credentials.txt'), client));
    tokens.set(client, kept);
  }
  return { authorization: `Bearer ${kept.token}` };
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGINT');
    await once(child, 'exit');
  }
  return child.exitCode;
}

/** Waits until a condition holds; an error names what never came. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  deadlineMs = 240_000,
): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${deadlineMs / 1000} s for ${what}`);
    await delay(100);
  }
}

/** Sum of all samples of a metric of one service; 0 where the service does not answer now. */
export async function metric(url: string, name: string): Promise<number> {
  const text = await fetch(`${url}/metrics`).then(
    (answer) => answer.text(),
    () => '',
  );
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
