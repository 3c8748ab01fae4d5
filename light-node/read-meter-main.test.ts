import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { startMeter } from '@access-layer/simulators/meter';
import { openSerialPair } from '@access-layer/simulators/serial-pair';
import { loadProfile } from './profile.ts';

import { decodeFrame } from './test/frame-decoders.ts';
import { withoutSocat } from './test/programs.ts';

const MAIN = fileURLToPath(new URL('./read-meter-main.ts', import.meta.url));
const NOW_MS = Date.UTC(2026, 10, 18, 19, 24, 30);

function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

test('reads a meter once, in words, and records the frame that a test can decode', async (t) => {
  const meter = await startMeter({ port: 0, unit: 4, profile: 'pac3200', nowMs: () => NOW_MS });
  t.after(() => meter.close());
  const file = join(temporaryFolder('light-node-'), 'frame.json');
  const at = ['--host', '127.0.0.1', '--port', String(meter.port), '--unit', '4'];
  const { code, stdout } = await run('--profile', 'pac3200', ...at, '--record', file);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^Siemens SENTRON PAC3200: 18 values, function code 3, registers 1 to 30, 55 to 70, 801 to 832\n/,
  );
  assert.match(stdout, /\n {2}activePowerW +2546\n/);
  const frame = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(frame.origin, 'recorded');
  assert.equal(frame.values.activePowerW, 2546);
  assert.deepEqual(
    frame.answers.map(({ address }: { address: number }) => address),
    [1, 55, 801],
  );
  assert.equal(frame.answers[0].words.length, 4 * 30);
});

test('reads a SunSpec meter on a serial line, and the frame that it records decodes to what it showed', {
  skip: withoutSocat(),
}, async (t) => {
  const pair = await openSerialPair();
  t.after(() => pair.close());
  const simulated = { unit: 4, profile: 'sunspec-203', nowMs: () => NOW_MS };
  const meter = await startMeter({ ...simulated, path: pair.meterPath, baudRate: 19_200 });
  t.after(() => meter.close());
  const file = join(temporaryFolder('light-node-'), 'frame.json');
  const at = ['--rtu', pair.readerPath, '--baud', '19200', '--unit', '4'];
  const { code, stdout, stderr } = await run('--profile', 'sunspec-meter', ...at, '--record', file);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /\n {2}activePowerW +2546\n/);
  const frame = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(frame.values.activePowerW, 2546);
  assert.deepEqual(await decodeFrame(loadProfile('sunspec-meter'), frame), frame.values);
});

test('what is wrong is said in words, with exit code 1 or 64', async () => {
  const unknown = await run('--profile', 'sdm63');
  assert.deepEqual([unknown.code, unknown.stdout], [1, '']);
  assert.match(unknown.stderr, /did you mean "sdm630"/);
  const absent = await run('--profile', 'sdm630', '--host', '127.0.0.1', '--port', '1');
  assert.equal(absent.code, 1);
  assert.match(absent.stderr, /no meter at 127\.0\.0\.1:1/);
  assert.equal((await run('--profile', 'sdm630', '--host', 'x', '--port', 'abc')).code, 1);
  assert.equal((await run()).code, 64);
});
