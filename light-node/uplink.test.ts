import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createServer } from 'node:tls';
import { newPrivateKey } from '@access-layer/core/sign';
import { createLog } from '@access-layer/kit/log';
import { createCa, issueIdentity, readCa, writeIdentity } from '@access-layer/kit/pki';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import type { Outbox } from './outbox.ts';
import { makePki, startBroker, until } from './test/broker.ts';
import { fill, fillUnsigned, openTestOutbox } from './test/packets.ts';
import { anchorer, hashOfMessage, signVerdict } from './test/verdicts.ts';
import { startUplink, type Uplink } from './uplink.ts';
import { checkVerdict } from './verdict.ts';

const log = createLog({ name: 'test', level: 'silent' });

interface Settings {
  url: string;
  drainPerS?: number;
  openingMs?: number;
  broker?: object;
}

async function setUp(t: TestContext) {
  const pki = await makePki('n1');
  const outbox = openTestOutbox(temporaryFolder('light-node-'));
  t.after(() => outbox.close());
  return { pki, outbox, start: (settings: Settings) => uplinkTo(t, pki, outbox, settings) };
}

type Pki = Awaited<ReturnType<typeof makePki>>;

function uplinkTo(
  t: TestContext,
  pki: Pki,
  outbox: Outbox,
  { url, drainPerS = 10_000, openingMs, broker = {} }: Settings,
): Uplink {
  const { caFile, certFile, keyFile } = pki;
  const uplink = startUplink({
    node: 'n1',
    broker: { url, caFile, certFile, keyFile, reconnectMinMs: 5, reconnectMaxMs: 40, ...broker },
    drainPerS,
    outbox,
    log,
    onVerdict(bytes) {
      const checked = checkVerdict(bytes, { network: 'test', node: 'n1', anchorers: [anchorer] });
      return checked.ok ? outbox.apply(checked.verdict) : undefined;
    },
    status: () => ({ queued: outbox.counts().queued }),
    ...(openingMs && { openingMs }),
  });
  t.after(() => uplink.stop());
  return uplink;
}

const seqOf = (message: string) => Number(/"seq":(\d+)/.exec(message)![1]);

/** Each number for the first time in order: nothing overtakes, nothing is left out. */
function assertInOrder(received: readonly string[], count: number): void {
  const firsts = [...new Set(received.map(seqOf))];
  assert.deepEqual(
    firsts,
    Array.from({ length: count }, (_, seq) => seq),
  );
}

test('a long time offline, then a broker that is killed in between: all in order, none lost', async (t) => {
  const { pki, outbox, start } = await setUp(t);
  fillUnsigned(outbox, 2000);
  const first = await startBroker(t, pki);
  start({ url: first.url });
  await until('the first part', () => first.received.length >= 700);
  await first.kill();
  const second = await startBroker(t, pki, first.port);
  fill(outbox, 5); // measured while offline
  await until('the rest', () => outbox.counts().queued === 0);
  const received = [...first.received, ...second.received];
  assertInOrder(received, 2005);
  const twice = received.length - 2005;
  assert.ok(twice <= 32, `${twice} again: at most what was in flight`);
  assert.equal(outbox.counts().acknowledged, 2005);
});

test('the drain rate is not passed', async (t) => {
  const { pki, outbox, start } = await setUp(t);
  fillUnsigned(outbox, 120);
  const broker = await startBroker(t, pki);
  start({ url: broker.url, drainPerS: 100 });
  await until('the first', () => broker.received.length > 0);
  const startedMs = performance.now();
  await until('all', () => outbox.counts().queued === 0);
  const elapsedMs = performance.now() - startedMs;
  assert.ok(
    elapsedMs >= 900,
    `120 packets at 100 a second, of which 10 may go at once, took ${elapsedMs} ms`,
  );
  assertInOrder(broker.received, 120);
});

test('no PUBACK: the connection is made anew and everything unanswered is sent again', async (t) => {
  const { pki, outbox, start } = await setUp(t);
  fill(outbox, 50);
  const broker = await startBroker(t, pki);
  broker.acknowledge = false;
  start({ url: broker.url, broker: { ackTimeoutS: 1 } });
  await until(
    'a second connection',
    () => broker.statuses.filter(({ state }) => state === 'online').length > 1,
  );
  assert.equal(outbox.counts().queued, 50);
  broker.acknowledge = true;
  await until('all', () => outbox.counts().queued === 0);
  assertInOrder(broker.received, 50);
});

test('a new packet goes out at once when the node is online', async (t) => {
  const { pki, outbox, start } = await setUp(t);
  const broker = await startBroker(t, pki);
  const uplink = start({ url: broker.url });
  await until('online', () => uplink.online());
  fill(outbox, 1);
  uplink.wake();
  await until('the packet', () => outbox.counts().acknowledged === 1);
});

test('status: online while connected, offline at a clean end', async (t) => {
  const { pki, outbox, start } = await setUp(t);
  const broker = await startBroker(t, pki);
  const uplink = start({ url: broker.url });
  await until('online', () => broker.statuses.length === 1);
  assert.deepEqual(broker.statuses[0], { state: 'online', queued: outbox.counts().queued });
  await uplink.stop();
  await until('offline', () => broker.statuses.length === 2);
  assert.deepEqual(broker.statuses[1], { state: 'offline' });
  assert.equal(uplink.online(), true, 'what it was when it stopped');
});

test('a verdict erases what is anchored; one that is not of a pinned key changes nothing', async (t) => {
  const { pki, outbox, start } = await setUp(t);
  fill(outbox, 3);
  const broker = await startBroker(t, pki);
  start({ url: broker.url });
  await until('acknowledged', () => outbox.counts().acknowledged === 3);
  broker.send('n1', signVerdict({ anchored: [{ fromSeq: 0, toSeq: 2, batches: [0] }] }, newPrivateKey()));
  broker.send('n1', signVerdict({ anchored: [{ fromSeq: 0, toSeq: 1, batches: [0] }] }));
  await until('erased', () => outbox.counts().anchored > 0);
  assert.equal(outbox.counts().anchored, 2);
});

test('an unknown key heals: held, and sent again until it is accepted', async (t) => {
  const { pki, outbox, start } = await setUp(t);
  fill(outbox, 2);
  const broker = await startBroker(t, pki);
  start({ url: broker.url });
  await until('both sent', () => outbox.counts().acknowledged === 2);
  const rejected = broker.received.map((message, seq) => ({
    seq,
    payloadHash: hashOfMessage(message),
    reason: 'unknown-key',
  }));
  broker.send('n1', signVerdict({ rejected }));
  await until('held', () => outbox.counts().held === 2);
  await until('sent again', () => outbox.counts().acknowledged === 2);
  assert.deepEqual(broker.received.map(seqOf), [0, 1, 0, 1]);
});

test('a fork stops publishing', async (t) => {
  const { pki, outbox, start } = await setUp(t);
  fill(outbox, 1);
  const broker = await startBroker(t, pki);
  const uplink = start({ url: broker.url });
  await until('sent', () => outbox.counts().acknowledged === 1);
  const payloadHash = hashOfMessage(broker.received[0]!);
  broker.send('n1', signVerdict({ rejected: [{ seq: 0, payloadHash, reason: 'sequence-fork' }] }));
  await until('halted', () => outbox.halt() !== undefined);
  fill(outbox, 3);
  uplink.wake();
  await uplink.stop();
  assert.equal(broker.received.length, 1);
  assert.equal(outbox.counts().queued, 3);
});

test('a broker of another authority is not spoken to, and a foreign certificate gets nowhere', async (t) => {
  const { pki, outbox, start } = await setUp(t);
  fill(outbox, 1);
  const foreignCa = await createCa('foreign');
  const ca = await readCa(foreignCa);
  const imposter = await startBroker(t, {
    caPem: pki.caPem,
    server: await issueIdentity(ca, { commonName: 'broker', serverNames: ['127.0.0.1'] }),
  });
  const uplink = start({ url: imposter.url });
  const broker = await startBroker(t, pki);
  const foreign = writeIdentity(
    temporaryFolder('light-node-'),
    'n1',
    await issueIdentity(ca, { commonName: 'n1' }),
  );
  const refused = uplinkTo(t, { ...pki, ...foreign }, outbox, { url: broker.url });
  const wrongName = await startBroker(t, {
    caPem: pki.caPem,
    server: await issueIdentity(pki.ca, { commonName: 'broker', serverNames: ['elsewhere'] }),
  });
  const misdirected = start({ url: wrongName.url });
  const good = start({ url: broker.url });
  await until('the good one', () => good.online());
  await until('sent', () => outbox.counts().acknowledged === 1);
  await until('the bad ones to be tried', () =>
    [imposter, broker, wrongName].every((peer) => peer.failures > 0),
  );
  assert.deepEqual([uplink.online(), refused.online(), misdirected.online()], [false, false, false]);
  assert.deepEqual(
    [imposter.received.length, imposter.statuses.length, wrongName.received.length],
    [0, 0, 0],
  );
});

test('a broker that answers the connection and no subscription is left, and tried again', async (t) => {
  const { pki, start } = await setUp(t);
  let connections = 0;
  const { certificate: cert, key } = pki.server;
  const deaf = createServer({ ca: pki.caPem, cert, key, requestCert: true }, (socket) => {
    connections += 1;
    socket.on('error', () => {});
    socket.once('data', () => socket.write(Buffer.from([0x20, 2, 0, 0]))); // CONNACK, and nothing after it
  });
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  t.after(() => deaf.close());
  const uplink = start({ url: `mqtts://127.0.0.1:${(deaf.address() as AddressInfo).port}`, openingMs: 50 });
  await until('another try', () => connections > 1);
  assert.equal(uplink.online(), false);
});
