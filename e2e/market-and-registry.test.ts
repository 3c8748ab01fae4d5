import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import '@access-layer/kit/native';
import { messageBytes, messageHashOf, payloadHashOf } from '@access-layer/core/message';
import { TOPICS } from '@access-layer/core/record';
import { addressOf, newNonce, newPrivateKey, signPayload } from '@access-layer/core/sign';
import { nodeTopic } from '@access-layer/core/topics';
import { loadKey } from '@access-layer/kit/keystore';
import { openStream } from '@access-layer/kit/open-stream';
import { issueIdentity, readCa, readIdentity } from '@access-layer/kit/pki';
import mqtt from 'mqtt';
import { type AllInOne, startAllInOne, until } from './all-in-one.ts';

const CLI = new URL('../cli/bin/access-layer.js', import.meta.url).pathname;
const SENDER = 'aggregator-2';

let system: AllInOne;
before(async () => {
  system = await startAllInOne(['--nodes', '1']);
});
after(() => system[Symbol.asyncDispose]());

interface Answer {
  status: number;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test asserts on is read as it came
  body: any;
}

/** A request at the front door, as a client of the demonstration. */
async function ask(client: string, method: string, path: string, body?: object): Promise<Answer> {
  const headers = { ...(await system.as(client)), ...(body && { 'content-type': 'application/json' }) };
  const response = await fetch(`${system.run().url}${path}`, {
    ...{ method, headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : undefined };
}

const network = () => JSON.parse(readText('network.json')).network as string;
const readText = (name: string) => readFileSync(join(system.dir, name), 'utf8');

/** Signs an order with the key of the second aggregator, as the next of its statements. */
async function signedOrder() {
  const folder = join(system.dir, 'parties', SENDER);
  const key = loadKey(join(folder, 'keystore.json'), join(folder, 'passphrase'));
  const { body: chain } = await ask(SENDER, 'GET', `/v1/parties/${SENDER}/statement-chain`);
  const hour = (offset: number) => new Date(Date.now() + offset * 3_600_000).toISOString();
  const payload = JSON.stringify({
    ...{ v: 1, network: network(), type: 'order', nonce: newNonce(), sender: SENDER },
    ...{ seq: chain.nextSeq, prev: chain.prev, issuedAt: hour(0), id: `order-${chain.nextSeq}` },
    ...{ recipients: ['market'], service: 'balancing', side: 'offer', direction: 'decrease', powerW: 1500 },
    ...{ from: hour(1), until: hour(2), priceEurPerMwh: 88.5, pods: [system.run().nodes[0]!.pod] },
  });
  return signPayload(payload, key);
}

async function verify(file: string, ...options: string[]): Promise<{ code: number; out: string }> {
  const args = [CLI, 'verify', file, '--data', system.dir, ...options];
  const run = promisify(execFile)(process.execPath, args);
  return run.then(
    ({ stdout }) => ({ code: 0, out: stdout }),
    ({ code, stdout }) => ({ code, out: String(stdout) }),
  );
}

test('an order is signed by its sender, anchored, and proven to a stranger by the verifier', async () => {
  const order = await signedOrder();
  const posted = await ask(SENDER, 'POST', '/v1/orders', order);
  assert.equal(posted.status, 201, posted.text);
  const path = `/v1/orders/${messageHashOf(order)}`;
  await until('the order to be anchored', async () => {
    const { status, body } = await ask('market', 'GET', path);
    assert.equal(status, 200);
    assert.equal(body.payload, order.payload, 'the text that was signed, at every stage');
    return body.stage === 'anchored';
  });
  const { body } = await ask(SENDER, 'GET', path);
  const proof = await ask('market', 'GET', body.certificate.proof);
  assert.equal(proof.status, 200, proof.text);
  const file = join(system.dir, 'order.proof.json');
  writeFileSync(file, proof.text);
  const verified = await verify(file);
  assert.equal(verified.code, 0, verified.out);
  assert.match(verified.out, /the registry lists this key as party/);

  const forged = join(system.dir, 'forged.proof.json');
  writeFileSync(forged, proof.text.replace('\\"powerW\\":1500', '\\"powerW\\":1501'));
  assert.equal((await verify(forged)).code, 1, 'another power is another order');
  assert.equal((await ask('aggregator-1', 'GET', `${path}/proof`)).status, 404, 'nobody else may see it');
});

test('an order whose number a stolen key has used is refused by the log, with the reason for its sender', async () => {
  const [stolen, own] = [await signedOrder(), await signedOrder()];
  const stream = await openStream({ name: 'embedded', dir: join(system.dir, 'stream') });
  await stream.append(TOPICS.statements, [{ key: SENDER, value: JSON.stringify(stolen) }]);
  await stream.close();
  const posted = await ask(SENDER, 'POST', '/v1/orders', own);
  assert.equal(posted.status, 201, posted.text);
  const path = `/v1/orders/${messageHashOf(own)}`;
  await until('it to be refused', async () => (await ask(SENDER, 'GET', path)).body.stage === 'refused');
  const { body } = await ask(SENDER, 'GET', path);
  assert.equal(body.refused.reason, 'sequence-fork');
  assert.match(body.refused.detail, new RegExp(`is ${payloadHashOf(stolen.payload)} already`));
  const { body: quarantine } = await ask('operator', 'GET', '/bal/quarantine?limit=1000');
  const kept = quarantine.items.find(
    ({ payloadHash }: { payloadHash: string }) => payloadHash === payloadHashOf(own.payload),
  );
  assert.equal(kept?.reason, 'sequence-fork');
  assert.equal(
    (await ask(SENDER, 'GET', '/bal/quarantine')).status,
    403,
    'of everybody, so for the DSO only',
  );
});

test('a key that the DSO binds by the Ingestion API is bound on the chain, and its node may publish', async () => {
  const pod = 'IT999E00009001';
  const made = await ask('administrator', 'POST', '/v1/pods', {
    ...{ id: pod, municipality: 'Roma', province: 'RM', powerClass: '3-6 kW', contractedPowerW: 4500 },
    ...{ voltageLevel: 'LV', serviceTypes: ['balancing'], meters: [{ id: 'm-9001', role: 'exchange' }] },
  });
  assert.equal(made.status, 201, made.text);
  const key = newPrivateKey();
  const node = 'ln-9001';
  const asked = await ask('administrator', 'POST', '/v1/bindings', {
    ...{ node, key: addressOf(key), pod, meterId: 'm-9001', role: 'exchange' },
  });
  assert.equal(asked.status, 202, asked.text);
  await until('the binding to be on the chain', async () => {
    const { body } = await ask('administrator', 'GET', `/v1/bindings/${asked.body.id}`);
    assert.ok(['requested', 'bound'].includes(body.status), JSON.stringify(body));
    return body.status === 'bound';
  });

  const client = await connect(node);
  const now = new Date().toISOString();
  const payload = JSON.stringify({
    ...{ v: 1, network: network(), nonce: newNonce(), type: 'event', node, pod, meter: 'm-9001' },
    ...{ seq: 0, prev: `0x${'00'.repeat(32)}`, signedAt: now, event: 'restarted', at: now },
  });
  const message = signPayload(payload, key);
  const hash = payloadHashOf(payload);
  await until('the packet to be accepted', async () => {
    await client.publishAsync(nodeTopic(node, 'packets'), Buffer.from(messageBytes(message)), { qos: 1 });
    return (await ask('administrator', 'GET', `/bal/packets/${hash}`)).status === 200;
  });
  await client.endAsync();
  await until(
    'its proof',
    async () => (await ask('administrator', 'GET', `/v1/readings/${hash}/proof`)).status === 200,
  );
  const { text } = await ask('administrator', 'GET', `/v1/readings/${hash}/proof`);
  const file = join(system.dir, 'bound.proof.json');
  writeFileSync(file, text);
  const verified = await verify(file);
  assert.equal(verified.code, 0, verified.out);
});

/** A Light Node's connection, with a certificate of the data folder's authority. */
async function connect(node: string) {
  const folder = join(system.dir, 'ca');
  const ca = await readCa(readIdentity(folder, 'ca'));
  const { certificate, key } = await issueIdentity(ca, { commonName: node });
  return mqtt.connectAsync(system.run().mqttUrl, {
    ...{
      clientId: node,
      ca: readFileSync(join(folder, 'ca.pem')),
      cert: certificate,
      key,
      reconnectPeriod: 0,
    },
  });
}
