import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { simulatedNowMs } from '@access-layer/simulators/replay-time';
import { waitReal } from './clock.ts';
import replay from './clocks/replay.ts';
import system from './clocks/system.ts';

const log = createLog({ name: 'test', level: 'silent' });
const never = new AbortController().signal;

test('replay: shows what the simulated meters show, and waits in simulated time', async () => {
  const options = {
    name: 'replay' as const,
    realStart: Date.now(),
    simulatedStart: Date.now() - 86_400_000,
    speed: 10_000,
  };
  const clock = await replay.create(options, log);
  const [before, shown, after] = [simulatedNowMs(options), clock.nowMs(), simulatedNowMs(options)];
  assert.ok(shown >= Math.floor(before) && shown <= after);
  const untilMs = clock.nowMs() + 600_000;
  await clock.waitUntil(untilMs, never);
  assert.ok(clock.nowMs() >= untilMs);
  assert.equal(clock.synchronised(), true);
});

test('replay: once it has caught up, it is the present', async () => {
  const clock = await replay.create(
    {
      name: 'replay',
      realStart: Date.now() - 60_000,
      simulatedStart: Date.now() - 120_000,
      speed: 3,
      assumeSynchronised: false,
    },
    log,
  );
  const realMs = Date.now();
  assert.ok(Math.abs(clock.nowMs() - realMs) <= 1000 && clock.nowMs() <= Date.now());
  const untilMs = clock.nowMs() + 20;
  await clock.waitUntil(untilMs, never);
  assert.ok(clock.nowMs() >= untilMs);
  assert.equal(clock.synchronised(), false);
});

test('waiting ends at once with the signal, and early when the clock was set back', async () => {
  const abort = new AbortController();
  const waiting = waitReal(() => 1_000_000, abort.signal);
  abort.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
  await assert.rejects(
    waitReal(() => 0, abort.signal),
    { name: 'AbortError' },
  );
  const left = [5, 3_600_000];
  await waitReal(() => left.shift()!, never);
});

test('system: synchronised only where a witness says so', async () => {
  const dir = temporaryFolder('light-node-');
  const file = join(dir, 'synchronized');
  const says = (name: string, script: string) => {
    const path = join(dir, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const synchronised = async (settings: object) => {
    const clock = await system.create({ name: 'system', synchronisedFile: file, ...settings }, log);
    clock.close();
    return clock.synchronised();
  };
  const absent = join(dir, 'absent');
  assert.equal(await synchronised({ timedatectl: absent }), false, 'nobody to ask');
  assert.equal(await synchronised({ timedatectl: says('no', 'echo no') }), false);
  assert.equal(await synchronised({ timedatectl: says('fails', 'echo yes; exit 1') }), false);
  assert.equal(
    await synchronised({
      timedatectl: says('yes', 'test "$*" = "show --property=NTPSynchronized --value" && echo yes'),
    }),
    true,
  );
  writeFileSync(file, '');
  assert.equal(await synchronised({ timedatectl: absent }), true, 'the file of systemd-timesyncd');
  assert.equal(await synchronised({ assumeSynchronised: false, timedatectl: absent }), false);
  assert.equal(
    await synchronised({ assumeSynchronised: true, synchronisedFile: absent, timedatectl: absent }),
    true,
  );
});

test('system: is the time of the machine', async () => {
  const clock = await system.create({ name: 'system', assumeSynchronised: true }, log);
  const [before, shown, after] = [Date.now(), clock.nowMs(), Date.now()];
  assert.ok(before <= shown && shown <= after);
  await clock.waitUntil(shown + 15, never);
  assert.ok(clock.nowMs() >= shown + 15);
  clock.close();
});
