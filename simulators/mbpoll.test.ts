import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { startLine } from './meter.ts';
import { openSerialPair } from './serial-pair.ts';
import { without } from './test/without.ts';

/** Wednesday 2026-11-18, 19:24:30 UTC: 237.99 V, 2546 W. */
const NOW_MS = Date.UTC(2026, 10, 18, 19, 24, 30);

/** Each meter, what mbpoll is told about its registers, and what it prints. */
const meters: [string, string[], RegExp][] = [
  ['sdm630', ['-t', '3:float', '-B', '-r', '0', '-c', '1'], /\[0\]:\s+237\.99/],
  ['sdm120', ['-t', '3:float', '-B', '-r', '12', '-c', '1'], /\[12\]:\s+2546/],
  ['pac3200', ['-t', '4:float', '-B', '-r', '1', '-c', '1'], /\[1\]:\s+237\.99/],
  ['pac4200', ['-t', '4:float', '-B', '-r', '65', '-c', '1'], /\[65\]:\s+2546/],
  ['em340', ['-t', '3:int', '-r', '0', '-c', '1'], /\[0\]:\s+2380/],
  ['iem3155', ['-t', '4:float', '-B', '-r', '3059', '-c', '1'], /\[3059\]:\s+2\.546/],
  ['abb-b23', ['-t', '4:int', '-B', '-r', '23316', '-c', '1'], /\[23316\]:\s+254600/],
  ['sunspec-203', ['-t', '4:hex', '-r', '40000', '-c', '2'], /\[40000\]:\s+0x5375\s+\[40001\]:\s+0x6E53/],
  ['sunspec-213', ['-t', '4:float', '-B', '-r', '50098', '-c', '1'], /\[50098\]:\s+2546/],
];

const line = meters.map(([profile], index) => ({ profile, unit: index + 1, nowMs: () => NOW_MS }));

async function ask(unit: number, args: string[], ...where: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('mbpoll', ['-a', String(unit), '-0', '-1', ...args, ...where]);
  return stdout;
}

test('mbpoll reads every meter on one Modbus TCP port', { skip: without('mbpoll') }, async (t) => {
  const { port, close } = await startLine({}, line);
  t.after(close);
  for (const [index, [, args, expected]] of meters.entries()) {
    assert.match(await ask(index + 1, args, '-m', 'tcp', '-p', String(port), '127.0.0.1'), expected);
  }
});

test('mbpoll reads every meter on one serial line', { skip: without('mbpoll', 'socat') }, async (t) => {
  const pair = await openSerialPair();
  t.after(() => pair.close());
  const { close } = await startLine({ path: pair.meterPath, baudRate: 19_200 }, line);
  t.after(close);
  for (const [index, [, args, expected]] of meters.entries()) {
    const said = await ask(index + 1, args, '-m', 'rtu', '-b', '19200', '-P', 'none', pair.readerPath);
    assert.match(said, expected);
  }
});
