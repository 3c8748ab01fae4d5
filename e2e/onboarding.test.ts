import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createServer } from 'node:tls';
import { connectClient } from '@access-layer/blockchain-access-layer/test/client';

import { EnrolmentAnswer, enrolmentText } from '@access-layer/core/enrolment';
import { readEnrolmentCode } from '@access-layer/core/enrolment-code';
import type { Packet } from '@access-layer/core/payload';
import type { CertifiedRecord } from '@access-layer/core/record';
import { addressOf, newPrivateKey, signPayload } from '@access-layer/core/sign';
import { loadConfig } from '@access-layer/kit/config';
import { loadKey } from '@access-layer/kit/keystore';
import {
  certify,
  createCa,
  issueIdentity,
  readCa,
  readCertificateRequest,
  requestCertificate,
} from '@access-layer/kit/pki';
import { LightNodeConfig } from '@access-layer/light-node/config';
import { type LightNode, startNode } from '@access-layer/light-node/node';
import { isDue } from '@access-layer/light-node/onboarding/certificate-watch';
import { post } from '@access-layer/light-node/onboarding/device-client';
import { type DeviceCommand, runDevice } from '@access-layer/light-node/onboarding/device-commands';
import { deviceFiles } from '@access-layer/light-node/onboarding/device-files';
import { startMeter } from '@access-layer/simulators/meter';
import { runAtDso } from 'access-layer/node/at-dso';
import { surroundings } from 'access-layer/surroundings.test-input';
import { until } from './all-in-one.ts';
import { type OnboardingSystem, startOnboardingSystem } from './onboarding-system.ts';

let system: OnboardingSystem;
let meter: Awaited<ReturnType<typeof startMeter>>;
const dir = mkdtempSync(join(tmpdir(), 'devices-'));
const running = new Set<LightNode>();

before(async () => {
  system = await startOnboardingSystem();
  meter = await startMeter({ unit: 1, profile: 'em340', nowMs: Date.now });
});
after(async () => {
  for (const node of running) await node.stop();
  await meter.close();
  await system.close();
  rmSync(dir, { recursive: true, force: true });
});

let ordinal = 0;
const nextPod = () => `IT999E${String(++ordinal).padStart(8, '0')}`;

async function makeCode(more: object = {}) {
  const order = { pod: nextPod(), meter: `m-${ordinal}`, ...more };
  const made = await system.call('POST', '/v1/enrolments', order);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body as { code: string; id: string; node: string; pod: string; meter: string };
}

async function device(command: DeviceCommand, ...args: string[]): Promise<string> {
  const said: string[] = [];
  await runDevice(command, args, { cwd: dir, stdout: { write: (text: string) => said.push(text) } });
  return said.join('');
}

/** What `access-layer node` answers to the DSO's operator. */
async function atDso(action: string, ...args: string[]) {
  const tokenFile = join(dir, 'token');
  writeFileSync(tokenFile, await system.token());
  const { around, printed } = surroundings(dir);
  const where = ['--gateway', system.url(), '--token-file', tokenFile, '--json'];
  assert.equal(await runAtDso(action, [...args, ...where], around), 0, printed.err);
  return JSON.parse(printed.out);
}

const address = () => `127.0.0.1:${meter.port}`;
const enrollArgs = (code: string, at: string) => [
  ...[code, '--url', system.deviceUrl(), '--dir', at, '--meter', address(), '--no-run', '--vouch-for-clock'],
];
const read = (at: string) => loadConfig(LightNodeConfig, { file: deviceFiles(join(dir, at)).config });

/** A Light Node of an enrolled folder, reading every second. */
async function run(at: string): Promise<LightNode> {
  const config = { ...read(at), sampleIntervalS: 1, packet: { maxReadings: 1, maxDelayS: 1 } };
  const broker = { ...config.broker, reconnectMinMs: 20, reconnectMaxMs: 100 };
  const node = await startNode({ ...config, broker }, system.log);
  running.add(node);
  return node;
}

async function end(node: LightNode): Promise<void> {
  running.delete(node);
  await node.stop();
}

/** Packets of a node that were accepted and sealed, in order, with the key that has signed each. */
async function packetsOf(node: string): Promise<(Packet & { signature: string; text: string })[]> {
  const records = await system.around.stream.read('packets', 0, 0, 100_000);
  return records
    .map(({ value }) => JSON.parse(value) as CertifiedRecord)
    .map(({ payload, signature }) => ({ ...(JSON.parse(payload) as Packet), signature, text: payload }))
    .filter((packet) => packet.node === node);
}

const arrives = async (node: string, what: string, is: (packet: Packet) => boolean) =>
  until(`${what} of ${node}`, async () => (await packetsOf(node)).some(is), 60_000);

const isMeasured = ({ type }: Packet) => type === 'measurement';

async function enrolled(more: object = {}) {
  const made = await makeCode(more);
  const at = `device-${ordinal}`;
  await device('enroll', ...enrollArgs(made.code, at));
  return { ...made, at };
}

describe('a device with a code', () => {
  test('makes its key, is bound, and publishes, in less than a minute and without a file of anybody', async (t) => {
    const place = { name: 'Trastevere', municipality: 'Roma', latitude: 41.889, longitude: 12.47 };
    const { code, node, pod, meter: meterId } = await makeCode({ place });
    const startMs = performance.now();
    const said = await device('enroll', ...enrollArgs(code.toLowerCase().replaceAll('-', ' '), 'first'));
    const light = await run('first');
    await arrives(node, 'a measurement', isMeasured);
    const tookMs = performance.now() - startMs;
    t.diagnostic(`from the code to the first sealed packet: ${Math.round(tookMs)} ms`);
    assert.ok(tookMs < 60_000);
    assert.match(said, /profile em340/, 'the meter was asked what it is');
    const files = deviceFiles(join(dir, 'first'));
    const key = loadKey(files.keystore, files.passphrase);
    const [first] = await packetsOf(node);
    assert.deepEqual([first!.pod, first!.meter, first!.seq], [pod, meterId, 0]);
    const shown = (await system.call('GET', `/v1/nodes/${node}`)).body;
    assert.deepEqual([shown.state, shown.key, shown.place], ['active', addressOf(key), place]);
    assert.equal(existsSync(files.request), false);
    const certificate = new X509Certificate(readFileSync(files.certificate));
    assert.equal(certificate.subject, `CN=${node}`);
    await end(light);
    const { body } = await system.call('GET', '/v1/enrolments');
    assert.equal(body.items.find((item: { node: string }) => item.node === node).state, 'used');
    assert.ok(!JSON.stringify(body).includes(code), 'the code is told once');
    assert.ok(!onDisk(join(system.dir, 'onboarding'), readCode(code).secret), 'and is nowhere at rest');
  });

  test('a folder that has a Light Node gets no second one', async () => {
    const { code } = await makeCode();
    await assert.rejects(device('enroll', ...enrollArgs(code, 'first')), { code: 'LN_ONBOARDING_DONE' });
  });

  test('after a lost answer the same code goes on where it was, over a restart of the service too', async () => {
    const { code, node } = await makeCode();
    await device('enroll', ...enrollArgs(code, 'torn'));
    const files = deviceFiles(join(dir, 'torn'));
    const before = readFileSync(files.certificate, 'utf8');
    // What a device has that lost its power before the answer came.
    const { secret, key, csr, signature } = await lastRequest(code, 'torn-2');
    const first = await send({ secret, key, csr, signature });
    assert.match(first.message, /used/, 'another key cannot have it');
    await system.restart();
    const own = { secret, key: addressOf(loadKey(files.keystore, files.passphrase)) };
    assert.equal((await system.call('GET', `/v1/nodes/${node}`)).body.key, own.key);
    assert.equal(readFileSync(files.certificate, 'utf8'), before);
  });

  test('the very same request again is answered the same, and binds nothing twice', async () => {
    const { code, node } = await makeCode();
    const request = await lastRequest(code, 'again');
    const [one, two] = [await send(request), await send(request)];
    assert.equal(one.certificate, two.certificate);
    assert.equal((await system.call('GET', `/v1/nodes/${node}`)).body.bindings.length, 1);
  });
});

function readCode(code: string) {
  const read = readEnrolmentCode(code);
  assert.ok(read.ok);
  return read.code;
}

/** Whether a text is in any file of a folder. */
function onDisk(folder: string, text: string): boolean {
  return readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(text));
}

/** A request as a device would send it, with keys of its own. */
async function lastRequest(code: string, name: string) {
  const { secret } = readCode(code);
  const privateKey = newPrivateKey();
  const { request: csr } = await requestCertificate(name);
  const key = addressOf(privateKey);
  return { secret, key, csr, ...signatureOf({ secret, key, csr }, privateKey) };
}

function signatureOf(parts: { secret: string; key: string; csr: string }, privateKey: Uint8Array) {
  return { signature: signPayload(enrolmentText(parts), privateKey).signature };
}

/** Sends to the device's address; the answer, or the refusal in its place. */
async function send(request: object): Promise<EnrolmentAnswer & { message: string }> {
  const trust = { authority: readFileSync(system.around.caFile, 'utf8'), answer: EnrolmentAnswer };
  return post(new URL('/enrolment', system.deviceUrl()).href, request, trust).catch((error) => error);
}

describe('who has no right is refused', () => {
  test('a wrong code, a withdrawn one, one whose time is over, a forged signature, a request of another key', async () => {
    const open = await makeCode();
    const request = await lastRequest(open.code, 'x');
    const other = await lastRequest(open.code, 'y');
    const withdrawn = await makeCode();
    assert.equal((await system.call('DELETE', `/v1/enrolments/${withdrawn.id}`)).status, 204);
    const late = await makeCode({ validForS: 60 });
    for (const [what, asked, reason] of [
      ['a secret that nobody made', { ...request, secret: '0123456789ABCDEF' }, /no such code/],
      ['a withdrawn code', await lastRequest(withdrawn.code, 'x'), /no such code/],
      ["another's key", { ...request, key: other.key }, /names the key/],
      ["another's signature", { ...request, signature: other.signature }, /names the key/],
      ['no request for a certificate', await withCsr(open.code, 'x'.repeat(80)), /P-256/],
      ['more than is asked', { ...request, node: 'ln-0001' }, /additional properties/],
    ] as const) {
      assert.match((await send(asked)).message, reason, what);
    }
    system.setClock(() => Date.now() + 61_000);
    assert.match((await send(await lastRequest(late.code, 'x'))).message, /its time is over/);
    system.setClock(Date.now);
    assert.equal((await system.call('GET', `/v1/nodes/${open.node}`)).body.bindings.length, 0);
    await system.restart(); // the count of failures is of a process
  });

  async function withCsr(code: string, csr: string) {
    const privateKey = newPrivateKey();
    const parts = { secret: readCode(code).secret, key: addressOf(privateKey), csr };
    return { ...parts, ...signatureOf(parts, privateKey) };
  }

  test('who guesses is made to wait, whatever he sends then', async () => {
    const { code } = await makeCode();
    const request = await lastRequest(code, 'x');
    const answers: string[] = [];
    for (let i = 0; i < 11; i++) {
      answers.push((await send({ ...request, secret: `0123456789ABCD0${i % 10}` })).message);
    }
    assert.equal(answers.filter((answer) => /no such code/.test(answer)).length, 10);
    assert.match(answers.at(-1)!, /429.*too many failed tries/);
    assert.match((await send(request)).message, /429/, 'the right one too');
    await system.restart();
    assert.equal((await send(request)).network, 'test-1');
  });

  test('a server that only claims to be the right one gets nothing from the device', async (t) => {
    const { code } = await makeCode();
    const foreign = await createCa('Test CA');
    const identity = await issueIdentity(await readCa(foreign), {
      commonName: 'x',
      serverNames: ['127.0.0.1'],
    });
    const authentic = readFileSync(system.around.caFile, 'utf8');
    for (const [what, chain, failure] of [
      ['its own authority', `${identity.certificate}\n${foreign.certificate}`, 'LN_ONBOARDING_FOREIGN'],
      ['the right authority beside it', `${identity.certificate}\n${authentic}`, 'LN_ONBOARDING_UNREACHABLE'],
    ] as const) {
      let received = 0;
      const server = createServer({ cert: chain, key: identity.key }, (socket) => {
        socket.on('data', (bytes) => {
          received += bytes.length;
        });
        socket.on('error', () => undefined);
      }).listen(0, '127.0.0.1');
      t.after(() => server.close());
      await once(server, 'listening');
      const url = `https://127.0.0.1:${(server.address() as { port: number }).port}`;
      const args = [code, '--url', url, '--dir', 'fooled', '--meter', address(), '--no-run'];
      await assert.rejects(device('enroll', ...args), { code: failure }, what);
      assert.equal(received, 0, what);
    }
  });

  test('what is typed or named wrong is said before anything is sent', async () => {
    const { code } = await makeCode();
    const at = ['--dir', 'nowhere', '--url', system.deviceUrl()];
    await assert.rejects(device('enroll', code.replace(/.$/, ''), ...at, '--meter', address()), {
      code: 'LN_ONBOARDING_CODE',
    });
    await assert.rejects(device('enroll', code, ...at), { code: 'LN_OPTION_WRONG', message: /--meter/ });
    await assert.rejects(device('enroll', code, ...at, '--meter', '127.0.0.1:9'), /no meter at/);
    assert.equal(existsSync(join(dir, 'nowhere')), false);
  });

  test('others than the DSO make no codes and change nothing', async () => {
    for (const role of ['aggregator', 'customer', 'tso', 'market', 'auditor']) {
      for (const [method, path] of [
        ['POST', '/v1/enrolments'],
        ['GET', '/v1/enrolments'],
        ['POST', '/v1/nodes/x/revocation'],
      ] as const) {
        const body = path.endsWith('revocation') ? { reason: 'x' } : { pod: nextPod(), meter: 'm' };
        const { status } = await system.call(method, path, method === 'GET' ? undefined : body, role);
        assert.equal(status, 403, `${role} ${method} ${path}`);
      }
      const { status } = await system.call('GET', '/v1/nodes', undefined, role);
      assert.equal(status, role === 'auditor' ? 200 : 403, role);
    }
  });
});

describe('the life of a Light Node', () => {
  test('its certificate is renewed by command, and by itself in the last third', async () => {
    const { at, node } = await enrolled();
    const { certificate: certFile, authority, key: keyFile } = deviceFiles(join(dir, at));
    const first = new X509Certificate(readFileSync(certFile));
    assert.match(await device('renew', '--dir', at), /until 20/);
    const second = new X509Certificate(readFileSync(certFile));
    assert.notEqual(second.serialNumber, first.serialNumber);
    assert.notDeepEqual(
      second.publicKey.export({ format: 'jwk' }),
      first.publicKey.export({ format: 'jwk' }),
    );
    const third = (Date.parse(second.validTo) - Date.parse(second.validFrom)) / 3;
    assert.equal(isDue(certFile, Date.parse(second.validTo) - third - 1000), false);
    assert.equal(isDue(certFile, Date.parse(second.validTo) - third + 1000), true);

    // One that has ended: the node is known by its signing key, and comes back by itself.
    const csr = await requestCertificate(node);
    const publicKey = await readCertificateRequest(csr.request);
    const over = await certify(system.around.ca, { commonName: node, days: -0.5 }, publicKey!);
    writeFileSync(certFile, over);
    writeFileSync(keyFile, csr.key);
    const light = await run(at);
    await arrives(node, 'a measurement', isMeasured);
    assert.ok(Date.parse(light.status().broker.certificateEnd) > Date.now());
    await end(light);

    const foreign = { ...read(at), id: 'ln-of-nobody' };
    writeFileSync(join(dir, at, 'foreign.yaml'), JSON.stringify(foreign));
    const asOther = device('renew', '--dir', at, '--config', join(at, 'foreign.yaml'));
    await assert.rejects(asOther, { code: 'LN_ONBOARDING_REFUSED', message: /no key that is bound/ });
    assert.ok(existsSync(authority));
  });

  test('a crash between the renewed key and its certificate is put right', async () => {
    const { at, node } = await enrolled();
    const { certificate, key } = deviceFiles(join(dir, at));
    const [old, oldKey] = [readFileSync(certificate), readFileSync(key)];
    await device('renew', '--dir', at);
    renameSync(certificate, `${certificate}.renewed`);
    writeFileSync(certificate, old); // the key is the new one, the certificate is not
    assert.notDeepEqual(readFileSync(key), oldKey);
    const light = await run(at);
    await arrives(node, 'a measurement', isMeasured);
    await end(light);
  });

  test('its key is replaced: announced by the node, confirmed by the DSO, moved in the contract; nothing is lost', async () => {
    const { at, node } = await enrolled();
    let light = await run(at);
    await arrives(node, 'a measurement', isMeasured);
    const oldKey = light.status().key;
    await device('rotate', '--dir', at);
    await assert.rejects(device('rotate', '--dir', at), { code: 'LN_ROTATION_PENDING' });
    const early = await system.call('POST', `/v1/nodes/${node}/rotation`, {});
    assert.ok(early.status === 409 || early.status === 200);
    await arrives(node, 'a key-rotation', ({ type }) => type === 'key-rotation');
    await until('the DSO to know', async () => {
      const { rotation, key } = (await system.call('GET', `/v1/nodes/${node}`)).body;
      return rotation !== undefined || key !== oldKey;
    });
    const confirmed = await system.call('POST', `/v1/nodes/${node}/rotation`, {});
    if (confirmed.status === 200) assert.equal(confirmed.body.changes[0].status, 'done', confirmed.body);
    await until('the node to change', () => light.status().key !== oldKey);
    const newKey = light.status().key;
    const after = (await packetsOf(node)).length;
    await until('packets with the new key', async () => (await packetsOf(node)).length > after + 2);
    await end(light);
    light = await run(at);
    assert.equal(light.status().key, newKey, 'over a restart too');
    await arrives(node, 'restarted', (packet) => packet.type === 'event' && packet.event === 'restarted');
    assert.equal(light.counts().refused, 0);
    await end(light);
    const { bindings, rotation } = (await system.call('GET', `/v1/nodes/${node}`)).body;
    const byKey = Object.fromEntries(
      bindings.map((bound: { key: string; until?: string }) => [bound.key, bound.until !== undefined]),
    );
    assert.deepEqual([byKey, rotation], [{ [oldKey]: true, [newKey]: false }, undefined]);
    const seqs = (await packetsOf(node)).map(({ seq }) => seq);
    assert.deepEqual(seqs, [...seqs.keys()], 'no gap and no number twice');
  });

  test('its meter is swapped: bound by the DSO first, then told to the node, which tells of it', async () => {
    const { at, node, meter: former } = await enrolled({ role: 'production' });
    let light = await run(at);
    await arrives(node, 'a measurement', isMeasured);
    const early = device('meter', 'new-meter', '--dir', at, '--meter', address());
    await assert.rejects(early, { code: 'LN_METER_UNBOUND' });
    const swap = (body: object) => system.call('POST', `/v1/nodes/${node}/meter-swap`, body);
    assert.equal((await swap({ meter: former })).body.code, 'ONB_METER');
    const { body } = await swap({ meter: 'new-meter', graceS: 3600 });
    assert.deepEqual(
      body.changes.map(({ action, status }: { action: string; status: string }) => `${action} ${status}`),
      ['bind done', 'unbind done'],
    );
    const replacement = await atDso('replace', node);
    assert.deepEqual(
      [replacement.meter, replacement.role],
      ['new-meter', 'production'],
      'not the former one',
    );
    await device('meter', 'new-meter', '--dir', at, '--meter', address());
    await end(light);
    light = await run(at);
    await arrives(
      node,
      'a reading of the new meter',
      (packet) => isMeasured(packet) && packet.meter === 'new-meter',
    );
    assert.equal(light.counts().refused, 0);
    await end(light);
    const told = (await packetsOf(node)).find(
      (packet) => 'event' in packet && packet.event === 'meter-replaced',
    );
    assert.ok(told, 'meter-replaced');
  });

  test('a device takes the place of another: the old one is out when the new one is in', async () => {
    const place = { name: 'Testaccio', municipality: 'Roma', latitude: 41.877, longitude: 12.476 };
    const old = await enrolled({ role: 'production', place });
    const light = await run(old.at);
    await arrives(old.node, 'a measurement', isMeasured);
    const elsewhere = await system.call('POST', '/v1/enrolments', {
      pod: nextPod(),
      meter: 'm',
      replaces: old.node,
    });
    assert.equal(elsewhere.body.code, 'ONB_NODE_STATE');
    const taken = await system.call('POST', '/v1/enrolments', { pod: old.pod, meter: 'm', node: old.node });
    assert.equal(taken.body.code, 'ONB_NODE_TAKEN');
    const next = await makeCode({ pod: old.pod, meter: old.meter, replaces: old.node });
    assert.equal((await system.call('GET', `/v1/nodes/${old.node}`)).body.state, 'active', 'not yet');
    await device('enroll', ...enrollArgs(next.code, 'replacement'));
    await until('the old one to be out', () => !light.status().broker.connected);
    const successor = await run('replacement');
    await arrives(next.node, 'a measurement', isMeasured);
    await end(successor);
    await end(light);
    assert.deepEqual([read('replacement').meter.role, read('replacement').place], ['production', place]);
    const { state, replacedBy, meters } = (await system.call('GET', `/v1/nodes/${old.node}`)).body;
    assert.deepEqual([state, replacedBy], ['replaced', next.node]);
    await until('its binding to end', async () => {
      const { body } = await system.call('GET', `/v1/nodes/${old.node}`);
      return body.meters.length === 0;
    });
    assert.ok(meters.length <= 1);
    await assert.rejects(device('renew', '--dir', old.at), /no key that is bound|is replaced/);
  });

  for (const [ending, state] of [
    ['decommission', 'decommissioned'],
    ['revocation', 'revoked'],
  ] as const) {
    test(`${ending}: the open connection ends within 5 s, and no other begins`, async (t) => {
      const { at, node } = await enrolled();
      const light = await run(at);
      await arrives(node, 'a measurement', isMeasured);
      const config = read(at);
      const { certFile, keyFile } = config.broker;
      const files = { caFile: system.around.caFile, certFile, keyFile };
      await end(light);
      const client = await connectClient(system.bal.mqttPort, node, files);
      const startMs = performance.now();
      const ended = system.call('POST', `/v1/nodes/${node}/${ending}`, { reason: 'the test says so' });
      await client.closed;
      const tookMs = Math.round(performance.now() - startMs);
      t.diagnostic(`from the request to the end of the open connection: ${tookMs} ms`);
      assert.ok(tookMs < 5000, `${tookMs} ms`);
      await assert.rejects(connectClient(system.bal.mqttPort, node, files));
      const { body } = await ended;
      assert.deepEqual(
        body.changes.map((change: { status: string }) => change.status),
        ['done'],
      );
      const shown = (await system.call('GET', `/v1/nodes/${node}`)).body;
      assert.deepEqual([shown.state, shown.meters, shown.reason], [state, [], 'the test says so']);
      assert.equal(
        (await system.call('POST', `/v1/nodes/${node}/${ending}`, { reason: 'again' })).status,
        200,
      );
      await assert.rejects(device('renew', '--dir', at), { code: 'LN_ONBOARDING_REFUSED' });
      const swap = await system.call('POST', `/v1/nodes/${node}/meter-swap`, { meter: 'other' });
      assert.equal(swap.body.code, 'ONB_NODE_STATE');
    });
  }

  test('one certificate is refused, and the node goes on with another', async () => {
    const { at, node } = await enrolled();
    const files = deviceFiles(join(dir, at));
    const { fingerprint256: fingerprint } = new X509Certificate(readFileSync(files.certificate));
    const stolen = {
      caFile: files.authority,
      certFile: `${files.certificate}.stolen`,
      keyFile: `${files.key}.stolen`,
    };
    writeFileSync(stolen.certFile, readFileSync(files.certificate));
    writeFileSync(stolen.keyFile, readFileSync(files.key));
    await device('renew', '--dir', at);
    const thief = await connectClient(system.bal.mqttPort, node, stolen);
    const path = `/v1/nodes/${node}/certificate-revocation`;
    const unknown = `${'00:'.repeat(31)}00`;
    assert.equal((await system.call('POST', path, { fingerprint: unknown, reason: 'x' })).status, 404);
    assert.equal((await system.call('POST', path, { fingerprint, reason: 'stolen' })).status, 200);
    await thief.closed;
    await assert.rejects(connectClient(system.bal.mqttPort, node, stolen));
    const light = await run(at);
    await arrives(node, 'a measurement', isMeasured);
    await end(light);
  });

  const maySignIn = (node: string, files: Parameters<typeof connectClient>[2]) =>
    connectClient(system.bal.mqttPort, node, files).then(
      ({ mqtt }) => mqtt.endAsync(true).then(() => true),
      () => false,
    );

  test('who is out stays out over a restart of the broker and of onboarding', async () => {
    const { at, node } = await enrolled();
    const { certFile, keyFile } = read(at).broker;
    const files = { caFile: system.around.caFile, certFile, keyFile };
    await system.call('POST', `/v1/nodes/${node}/revocation`, { reason: 'x' });
    await until('the broker to refuse it', async () => !(await maySignIn(node, files)), 5000);
    await system.restart();
    await assert.rejects(connectClient(system.bal.mqttPort, node, files));
    assert.equal((await system.call('GET', `/v1/nodes/${node}`)).body.state, 'revoked');
  });
});
