import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { startMeter } from './meter.ts';
import type { Fault } from './modbus-server.ts';

/** Wednesday 2026-11-18, 19:24:30 UTC. */
const NOW_MS = Date.UTC(2026, 10, 18, 19, 24, 30);

async function meter(t: TestContext, profile: string, unit = 1) {
  const started = await startMeter({ port: 0, unit, profile, nowMs: () => NOW_MS });
  t.after(() => started.close());
  return started;
}

/** Sends bytes and gives what has come back when `bytes` have, or the connection ended. */
async function exchange(t: TestContext, port: number, requestHex: string, bytes: number): Promise<Buffer> {
  const socket: Socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.write(Buffer.from(requestHex, 'hex'));
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk as Buffer]);
    if (received.length >= bytes) break;
  }
  return received;
}

const request = (functionCode: number, address: number, count: number, unit = 1) =>
  Buffer.from([0, 7, 0, 0, 0, 6, unit, functionCode, address >> 8, address & 255, 0, count]).toString('hex');

interface Recorded {
  profile: string;
  arguments: string[];
  printed: string[];
  request: string;
  answer: string;
}

const recorded: Recorded[] = JSON.parse(
  readFileSync(new URL('./data/mbpoll-exchanges.json', import.meta.url), 'utf8'),
).exchanges;

for (const { profile, arguments: args, printed, request: sent, answer } of recorded) {
  test(`${profile} answers mbpoll ${args.join(' ')} byte for byte as recorded`, async (t) => {
    const { port } = await meter(t, profile);
    const received = await exchange(t, port, sent, answer.length / 2);
    assert.equal(received.toString('hex'), answer);
  });

  test(`mbpoll ${args.join(' ')} reads ${profile}`, {
    skip: !hasMbpoll() && 'mbpoll is not installed',
  }, async (t) => {
    const { port } = await meter(t, profile);
    const command = ['-m', 'tcp', '-p', `${port}`, '-a', '1', '-0', '-1', ...args, '127.0.0.1'];
    const { stdout } = await promisify(execFile)('mbpoll', command);
    const lines = stdout.split('\n').filter((line) => line.startsWith('['));
    assert.deepEqual(
      lines.map((line) => line.replace(/\s+/g, ' ').trim()),
      printed,
    );
  });
}

function hasMbpoll(): boolean {
  try {
    execFileSync('mbpoll', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('a PAC3200 refuses a read that starts or ends inside a value', async (t) => {
  const { port } = await meter(t, 'pac3200');
  const exceptions = [
    [3, 2, 2],
    [3, 1, 3],
    [3, 802, 4],
    [3, 801, 3],
    [4, 801, 6],
  ] as const;
  for (const [functionCode, address, count] of exceptions) {
    const answer = await exchange(t, port, request(functionCode, address, count), 9);
    assert.equal(answer.subarray(7).toString('hex'), `8${functionCode}02`, `${address} + ${count}`);
  }
  assert.equal((await exchange(t, port, request(3, 801, 4), 17)).length, 17);
});

test('an SDM630 refuses more than 40 values in one request, and holding registers but its code', async (t) => {
  const { port } = await meter(t, 'sdm630');
  assert.equal((await exchange(t, port, request(4, 0, 82), 9)).subarray(7).toString('hex'), '8403');
  assert.equal((await exchange(t, port, request(3, 0, 2), 9)).subarray(7).toString('hex'), '8302');
  assert.equal((await exchange(t, port, request(4, 0, 80), 169)).length, 169);
});

test('two requests in one segment, and one in pieces, are each answered', async (t) => {
  const { port, requests } = await meter(t, 'sdm630');
  const both = await exchange(t, port, request(4, 0, 2) + request(4, 70, 2), 26);
  assert.equal(both.length, 26);
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  t.after(() => socket.destroy());
  const bytes = Buffer.from(request(4, 52, 2), 'hex');
  socket.write(bytes.subarray(0, 5), () => socket.write(bytes.subarray(5)));
  await new Promise((resolve) => socket.once('data', resolve));
  assert.deepEqual(
    requests.map(({ address }) => address),
    [0, 70, 52],
  );
});

const faults: [Fault, (answer: Buffer) => void][] = [
  [{ kind: 'exception', code: 6 }, (answer) => assert.equal(answer.subarray(7).toString('hex'), '8406')],
  [{ kind: 'wrong-unit' }, (answer) => assert.equal(answer[6], 2)],
  [{ kind: 'wrong-length' }, (answer) => assert.equal(answer[8], 2)],
  [{ kind: 'garbage' }, (answer) => assert.match(answer.toString(), /^HTTP/)],
  [{ kind: 'hang-up' }, (answer) => assert.equal(answer.length, 0)],
  [{ kind: 'slow', delayMs: 5 }, (answer) => assert.equal(answer.length, 13)],
];

for (const [fault, check] of faults) {
  test(`fault "${fault.kind}" is what it says, and ends when it is cleared`, async (t) => {
    const server = await meter(t, 'sdm630');
    server.setFault(fault);
    check(await exchange(t, server.port, request(4, 52, 2), 9));
    server.setFault(undefined);
    assert.equal((await exchange(t, server.port, request(4, 52, 2), 13)).length, 13);
  });
}

test('silent: the request is seen and not answered; another unit is never answered', async (t) => {
  const server = await meter(t, 'sdm630');
  const socket = connect(server.port, '127.0.0.1');
  t.after(() => socket.destroy());
  let silent = true;
  socket.once('data', () => {
    silent = false;
  });
  server.setFault({ kind: 'silent' });
  socket.write(Buffer.from(request(4, 52, 2), 'hex'));
  while (server.requests.length < 1) await new Promise(setImmediate);
  server.setFault(undefined);
  socket.write(Buffer.from(request(4, 52, 2, 9), 'hex'));
  while (server.requests.length < 2) await new Promise(setImmediate);
  assert.ok(silent);
  socket.write(Buffer.from(request(4, 70, 2), 'hex'));
  const answer = await new Promise<Buffer>((resolve) => socket.once('data', (data: Buffer) => resolve(data)));
  assert.equal(answer.length, 13);
});

test('a profile without a register map is named', async () => {
  await assert.rejects(
    startMeter({ port: 0, unit: 1, profile: 'sdm72', nowMs: () => 0 }),
    /sdm72.*sdm630, sdm120, pac3200/,
  );
});
