import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startMeter } from '@access-layer/simulators/meter';
import { parseLine } from './line-choice.ts';

const launcher = fileURLToPath(new URL('../bin/access-layer.js', import.meta.url));
const meters = fileURLToPath(new URL('../../light-node/meters', import.meta.url));
const NOW_MS = Date.UTC(2026, 10, 18, 19, 24, 30);

function meter(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [launcher, 'meter', ...args], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

test('lint names file, line, fault and remedy, for people and for programs', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'lint-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const wrong = join(dir, 'acme.yaml');
  writeFileSync(wrong, 'brand: Acme\nprotocol: mobdus\n');
  const [people, programs, absent] = await Promise.all([
    meter('lint', join(meters, 'sdm630.yaml'), wrong),
    meter('lint', wrong, '--json'),
    meter('lint', join(dir, 'nowhere.yaml')),
  ]);
  assert.equal(people.code, 1);
  assert.match(people.stdout, /sdm630\.yaml: nothing to complain of\n/);
  assert.match(
    people.stdout,
    /acme\.yaml:2: error: protocol: "mobdus" .*did you mean "modbus"\?\n {4}Say which/,
  );
  const [{ findings }] = JSON.parse(programs.stdout).files;
  assert.equal(findings[0].line, 2);
  assert.equal(absent.code, 2);
  assert.match(absent.stderr, /nowhere\.yaml cannot be read/);
});

test('probe tells which profile fits and what the meter shows, with units', async (t) => {
  const server = await startMeter({ unit: 4, profile: 'abb-b23', nowMs: () => NOW_MS });
  t.after(() => server.close());
  const at = `127.0.0.1:${server.port}`;
  const [people, programs, silent] = await Promise.all([
    meter('probe', at, '--unit', '4'),
    meter('probe', at, '--unit', '4', '--json'),
    meter('probe', at, '--unit', '9', '--timeout', '50'),
  ]);
  assert.equal(people.code, 0);
  assert.match(people.stdout, / {2}fits {2}abb-b23 .*calls itself "B23 112-100"/);
  assert.match(people.stdout, /\n {2}activePowerW +2546 W\n/);
  const answer = JSON.parse(programs.stdout);
  assert.deepEqual(
    [answer.best, answer.unit, answer.candidates[0].values.activePowerW],
    ['abb-b23', 4, 2546],
  );
  assert.equal(silent.code, 2);
  assert.match(silent.stderr, /unit 9 did not answer/);
});

test('a meter that no profile fits is exit code 1', async (t) => {
  const server = await startMeter({ unit: 1, profile: 'sdm630', nowMs: () => NOW_MS });
  t.after(() => server.close());
  server.setFault({ kind: 'exception', code: 2 });
  const { code, stdout } = await meter('probe', `127.0.0.1:${server.port}`);
  assert.equal(code, 1);
  assert.match(stdout, /No profile fits/);
});

test('a command line that makes no sense is 64, with what was expected', async () => {
  const senseless = [['prob'], ['probe', 'x', '--baud']];
  const codes = await Promise.all(senseless.map(async (args) => (await meter(...args)).code));
  assert.deepEqual(codes, [64, 64]);
  const options = {
    unit: '1',
    baud: '9600',
    parity: 'none',
    'stop-bits': '1',
    'rtu-over-tcp': false,
    timeout: '1000',
  };
  const faults: [object, string[], RegExp][] = [
    [{ unit: '256' }, ['h'], /--unit is "256"; expected a whole number from 0 to 255/],
    [{ timeout: '1' }, ['h'], /--timeout is "1"/],
    [{}, ['h:0'], /no HOST\[:PORT\]/],
    [{ rtu: '/dev/ttyUSB0' }, ['h'], /Name one meter/],
    [{ rtu: '/dev/ttyUSB0', baud: '96' }, [], /--baud is "96"/],
    [{ rtu: '/dev/ttyUSB0', parity: 'mark' }, [], /--parity is "mark"/],
    [{ rtu: '/dev/ttyUSB0', 'stop-bits': '3' }, [], /--stop-bits is "3"/],
  ];
  for (const [more, positionals, expected] of faults) {
    const parsed = parseLine({ ...options, ...more }, positionals);
    assert.match(parsed.ok ? 'accepted' : parsed.detail, expected);
  }
  const parsed = parseLine(options, ['[::1]:1502']);
  assert.ok(parsed.ok && parsed.choice.kind === 'tcp' && parsed.choice.host === '::1');
});
