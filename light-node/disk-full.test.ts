import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from './test/broker.ts';
import { MAIN, setUp } from './test/installation.ts';
import { OWN_MOUNTS, withoutOwnMounts } from './test/programs.ts';

const MEGABYTES = 16;

/**
 * A disk that exists for this process only; a line on standard input fills it to the last block, the next empties it. What
 * fills it takes what was free, and not what the node sets free to be able to say so.
 */
const SCRIPT = `
mount -t tmpfs -o size=${MEGABYTES}m tmpfs "$0"
exec 3<&0
( read _ <&3; dd if=/dev/zero of="$0/ballast" bs="$(df -k --output=avail "$0" | tail -n 1 | tr -d ' ')k" count=1 2>/dev/null; read _ <&3; rm "$0/ballast" ) &
exec "$@" </dev/null 3<&-`;

test('a disk that is really full: a signed event, no readings meanwhile, and on again by itself', {
  skip: withoutOwnMounts(),
}, async (t) => {
  const { dir, file, broker } = await setUp(t, {
    outbox: { minFreeMegabytes: 2, whenFull: 'stop' },
    packet: { maxReadings: 1, maxDelayS: 0 },
  });
  const data = join(dir, 'data');
  mkdirSync(data);
  const [program, ...rest] = OWN_MOUNTS;
  const command = [...rest, 'sh', '-c', SCRIPT, data, process.execPath, MAIN, '--config', file];
  const child = spawn(program, command, { stdio: ['pipe', 'ignore', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  const heard = (text: string) => broker.received.filter((message) => message.includes(text));
  await until('readings', () => heard('"type":"measurement"').length > 3);
  child.stdin.write('\n');
  await until('the event that the outbox is full', () => heard('"event":"outbox-full"').length > 0);
  assert.match(
    heard('"event":"outbox-full"')[0]!,
    /"reason":"the disk has [01]\.\d MB free; 2\.0 MB stay free"/,
  );
  child.stdin.write('\n');
  await until('the event that it has room', () => heard('"event":"outbox-has-room"').length > 0);
  const notTaken = Number(/"readingsNotTaken":(\d+)/.exec(heard('"event":"outbox-has-room"')[0]!)![1]);
  assert.ok(notTaken > 0, `${notTaken} readings not taken`);
  const before = heard('"type":"measurement"').length;
  await until('readings again', () => heard('"type":"measurement"').length > before);
  const seqs = new Set(broker.received.map((message) => Number(/"seq":(\d+)/.exec(message)![1])));
  for (let seq = 0; seq < seqs.size; seq++) assert.ok(seqs.has(seq), `seq ${seq} is missing`);
});
