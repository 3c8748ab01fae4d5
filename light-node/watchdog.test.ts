import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { createNotifier } from './systemd.ts';
import { until } from './test/broker.ts';
import { NOON_MS } from './test/packets.ts';
import { withoutSocat, withoutSystemd } from './test/programs.ts';
import { recording } from './test/recording.ts';
import { startWatchdog } from './watchdog.ts';

const log = createLog({ name: 'test', level: 'silent' });

test('signs of life while every part moves; none, and one word, when a part stands still', (t) => {
  let nowMs = 1000;
  let beatMs = 1000;
  const said: string[] = [];
  const watchdog = startWatchdog({
    parts: [
      { name: 'sampling', beatMs: () => beatMs, limitMs: 500 },
      { name: 'other', beatMs: () => nowMs, limitMs: 500 },
    ],
    everyMs: 3_600_000,
    onWell: () => said.push('well'),
    onStuck: (name, forMs) => said.push(`${name} ${forMs}`),
    log,
    nowMs: () => nowMs,
  });
  t.after(() => watchdog.stop());
  nowMs = 1500;
  watchdog.look();
  nowMs = 1501;
  watchdog.look();
  beatMs = nowMs;
  watchdog.look();
  assert.deepEqual(said, ['well', 'sampling 501', 'well']);
});

test('a meter that never answers and never fails stops the beat, and the next life tells why the last one ended', async (t) => {
  const { live, moveTo, time, packets } = recording(t, NOON_MS + 1);
  let asked = 0;
  let answer: (() => void) | undefined;
  const stuck = {
    read: () => {
      asked += 1;
      return new Promise<never>((_resolve, reject) => {
        answer = () => reject(new Error('at last'));
      });
    },
    close: async () => {},
  };
  const first = live(stuck);
  const beat = first.beatMs();
  time.moveTo(NOON_MS + 10_000);
  await until('the question', () => asked === 1);
  const still = first.beatMs();
  assert.ok(still >= beat);
  time.moveTo(NOON_MS + 60_000);
  await new Promise(setImmediate);
  assert.equal(first.beatMs(), still, 'nothing moves');
  first.endBy('watchdog: sampling of n1 stood still');
  live({ read: async () => ({ takenAtMs: NOON_MS, values: {} }), close: async () => {} });
  const [restarted] = packets().filter((packet) => packet.type === 'event');
  assert.deepEqual(restarted!.details, { previousEnd: 'watchdog: sampling of n1 stood still' });
  answer?.();
  await moveTo(NOON_MS + 70_000, NOON_MS + 80_000);
});

test('systemd hears it through its own program', { skip: withoutSocat() || withoutSystemd() }, async (t) => {
  const socket = join(temporaryFolder('light-node-'), 'notify');
  const systemd = spawn('socat', ['-u', `UNIX-RECV:${socket}`, 'STDOUT'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => systemd.kill());
  let heard = '';
  systemd.stdout.on('data', (chunk) => {
    heard += chunk;
  });
  const errors: Error[] = [];
  const { PATH } = process.env;
  const notifier = createNotifier({ NOTIFY_SOCKET: socket, WATCHDOG_USEC: '60000000', PATH }, (error) =>
    errors.push(error),
  )!;
  assert.equal(notifier.watchdogMs, 60_000);
  await until('the word', () => {
    if (!heard) notifier.tell('WATCHDOG=1');
    return heard.includes('WATCHDOG=1');
  });
  assert.equal(createNotifier({ PATH }, assert.fail), undefined, 'nobody waits for it');
  const nowhere = createNotifier({ NOTIFY_SOCKET: `${socket}-none`, PATH }, (error) => errors.push(error))!;
  errors.length = 0;
  nowhere.tell('WATCHDOG=1');
  await until('the error', () => errors.length > 0);
});
