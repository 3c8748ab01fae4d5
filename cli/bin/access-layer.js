#!/usr/bin/env node
// Runs on any Node from 20 on, and hands over to the Node 26 of the npm package `node` where the running one is older.
// Plain JavaScript: an older Node cannot read TypeScript.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 26;
const require = createRequire(import.meta.url);
const main = new URL('../main.ts', import.meta.url);

if (!isInstalled('yaml/package.json')) {
  missing('The packages of the Access Layer are not installed.');
} else if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  await import(main.href);
} else {
  const runtime = findRuntime();
  if (runtime) relay(runtime);
  else
    missing(
      `Node ${NEEDED_MAJOR} is needed (this is ${process.version}), and the npm package "node" is not there.`,
    );
}

function isInstalled(file) {
  try {
    return Boolean(require.resolve(file));
  } catch {
    return false;
  }
}

function findRuntime() {
  if (!isInstalled('node/package.json')) return undefined;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const file = join(dirname(require.resolve('node/package.json')), 'bin', name);
  return existsSync(file) ? file : undefined;
}

function missing(what) {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  process.stderr.write(`${what}\nRun this once, then try again:  npm ci --prefix ${root}\n`);
  process.exitCode = 1;
}

/** Passes signals down and the exit code up. The channel tells the other process when this one is gone. */
function relay(runtime) {
  const child = spawn(runtime, [fileURLToPath(main), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => missing(`${runtime} does not start: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of signals) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}
