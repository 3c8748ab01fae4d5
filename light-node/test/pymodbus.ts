import { spawn } from 'node:child_process';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PYTHON } from './programs.ts';

type Area = Record<number, number[]>;

/** Registers of each unit, by the address of their first. */
export type Units = Record<number, { holding: Area; input: Area }>;

const SCRIPT = fileURLToPath(new URL('./pymodbus-server.py', import.meta.url));

/** Starts a pymodbus slave that ends with the test; gives its port, 0 on a serial line. */
export async function startPymodbus(
  t: TestContext,
  kind: 'tcp' | 'rtu-tcp' | 'serial',
  units: Units,
  path = '',
): Promise<number> {
  const child = spawn(PYTHON, [SCRIPT, kind, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  t.after(() => {
    child.stdin.end();
    return ended;
  });
  child.stdin.write(`${JSON.stringify(units)}\n`);
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const ready = /ready (\d+)\n/.exec(said);
      if (ready) resolve(Number(ready[1]));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${PYTHON} ${SCRIPT} ended with ${code}`)));
  });
}
