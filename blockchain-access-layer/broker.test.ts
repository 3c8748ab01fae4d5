import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import tls from 'node:tls';
import { createLog } from '@access-layer/kit/log';
import { createCa, issueIdentity, readCa, writeIdentity } from '@access-layer/kit/pki';
import { type Broker, startBroker } from './broker.ts';
import type { Connection } from './broker-gate.ts';
import type { Offer } from './intake.ts';
import { CLIENT_LIMITS } from './limits/client-limits.ts';
import { connectClient, type TestClient } from './test/client.ts';
import type { ClientFiles } from './test/system.ts';
import { until } from './test/until.ts';

/** What a test leaves connected, above all one that fails, is ended after it. */
const clients: TestClient[] = [];
async function connect(...args: Parameters<typeof connectClient>): Promise<TestClient> {
  const client = await connectClient(...args);
  clients.push(client);
  return client;
}

/** Does something so many turns of the event loop later. */
function inSteps(steps: number, what: () => void): void {
  if (steps === 0) what();
  else setImmediate(inSteps, steps - 1, what);
}

const log = createLog({ name: 'test', level: 'silent' });
const dir = mkdtempSync(join(tmpdir(), 'bal-broker-'));
let broker: Broker;
let caFile: string;
let node1: ClientFiles;
let node2: ClientFiles;
let platform: ClientFiles;

const offers: Offer[] = [];
const refusals: { name: string; reason: string }[] = [];
const statuses: { name: string; text: string }[] = [];
const present: Connection[] = [];
const acknowledged: string[] = [];
let stopped: string | undefined;
const denied = new Set<string>();
let whileConnecting: () => void = () => undefined;
let answer: (offer: Offer) => void = (offer) => offer.reply();

async function authority(name: string) {
  const identity = await createCa(name);
  const ca = await readCa(identity);
  const { certFile } = writeIdentity(dir, name, identity);
  return {
    caFile: certFile,
    async issue(
      commonName: string,
      fileName = commonName,
      serverNames?: string[],
      days = 1,
    ): Promise<ClientFiles> {
      const issued = await issueIdentity(ca, { commonName, days, ...(serverNames && { serverNames }) });
      return { caFile, ...writeIdentity(dir, `${name}-${fileName}`, issued) };
    },
  };
}

let ours: Awaited<ReturnType<typeof authority>>;

before(async () => {
  ours = await authority('ours');
  caFile = ours.caFile;
  const server = await ours.issue('broker', 'broker', ['127.0.0.1']);
  node1 = await ours.issue('node-1');
  node2 = await ours.issue('node-2');
  platform = await ours.issue('dso-1');
  const { certFile, keyFile } = server;
  broker = await startBroker({
    ...{ host: '127.0.0.1', port: 0, caFile, certFile, keyFile, maxConnections: 100, log },
    limits: { ...CLIENT_LIMITS, connectsPerMinute: 10_000 },
    events: {
      offer: (offer) => {
        offers.push(offer);
        answer(offer);
      },
      pending: () => 0,
      stoppedBecause: () => {
        whileConnecting();
        return stopped;
      },
      isListedPlatform: (name) => name === 'dso-1',
      deniedBecause: (name, fingerprint) =>
        denied.has(name) || denied.has(fingerprint) ? 'it is revoked' : undefined,
      connected: (connection) => void present.push(connection),
      disconnected: (connection) => void present.splice(present.indexOf(connection), 1),
      subscribed: () => undefined,
      acknowledged: ({ name }) => void acknowledged.push(name),
      status: (name, text) => void statuses.push({ name, text }),
      refused: (refusal, name, reason) => {
        if (refusal !== 'tls') refusals.push({ name, reason });
      },
      takenOver: () => undefined,
    },
  });
});
after(async () => {
  await broker.close();
  rmSync(dir, { recursive: true });
});
beforeEach(async () => {
  await until('nobody is connected', () => present.length === 0);
  for (const list of [offers, refusals, statuses, acknowledged]) list.length = 0;
  stopped = undefined;
  denied.clear();
  answer = (offer) => offer.reply();
});

afterEach(() => Promise.all(clients.splice(0).map((client) => client.end())));

describe('a certificate decides who may connect', () => {
  test('ours, under its own name', async () => {
    const client = await connect(broker.port, 'node-1', node1);
    await until('it is told', () => present.length > 0);
    assert.deepEqual(
      present.map(({ name }) => name),
      ['node-1'],
    );
    await client.end();
  });

  test('one that is revoked is refused, and loses the connection that it has', async () => {
    const client = await connect(broker.port, 'node-1', node1);
    const other = await connect(broker.port, 'node-2', node2);
    denied.add(present[0]!.fingerprint);
    broker.dropDenied();
    await client.closed;
    await until('it is gone', () => present.length === 1);
    assert.equal(present[0]!.name, 'node-2');
    await assert.rejects(connect(broker.port, 'node-1', node1));
    const renewed = await connect(broker.port, 'node-1', await ours.issue('node-1', 'renewed'));
    await renewed.end();
    denied.add('node-1');
    await assert.rejects(connect(broker.port, 'node-1', await ours.issue('node-1', 'again')));
    assert.deepEqual([...new Set(refusals.map(({ reason }) => reason))], ['it is revoked']);
    await other.end();
  });

  test('none, one of another authority, one that has expired: refused by TLS', async () => {
    const foreign = await (await authority('foreign')).issue('node-1');
    const expired = await ours.issue('node-1', 'expired', undefined, -0.5);
    for (const files of [{ caFile }, { ...foreign, caFile }, expired]) {
      await assert.rejects(connect(broker.port, 'node-1', files));
    }
    assert.deepEqual(present, []);
  });

  test('one that was issued to a server: refused by TLS', async () => {
    const server = await ours.issue('node-1', 'as-server', ['127.0.0.1']);
    await assert.rejects(connect(broker.port, 'node-1', server));
  });

  test('ours, under another name: refused with the reason', async () => {
    for (const clientId of ['node-2', 'NODE-1', 'node-1 ', 'broker']) {
      await assert.rejects(connect(broker.port, clientId, node1), /Identifier rejected/);
    }
    assert.match(refusals[0]!.reason, /client id "node-2"; the certificate says "node-1"/);
  });

  test('a name that cannot stand in a topic: refused', async () => {
    const strange = await ours.issue('node/1', 'strange');
    await assert.rejects(connect(broker.port, 'node/1', strange));
    assert.match(refusals[0]!.reason, /common name/);
  });

  test('a session is taken over with the same certificate only', async () => {
    const first = await connect(broker.port, 'node-1', node1);
    const renewed = await ours.issue('node-1', 'renewed');
    await assert.rejects(connect(broker.port, 'node-1', renewed), /Not authorized/);
    assert.equal(first.mqtt.connected, true);
    const second = await connect(broker.port, 'node-1', node1);
    await first.closed;
    assert.equal(second.mqtt.connected, true);
    await second.end();
    await until('it has left', () => present.length === 0);
    const third = await connect(broker.port, 'node-1', renewed);
    await third.end();
  });

  test('while no packet can be acknowledged, nobody is let in, and is told to come again', async () => {
    stopped = 'the clock leapt';
    await assert.rejects(connect(broker.port, 'node-1', node1), /Server unavailable/);
  });
});

describe('a topic is for its own node', () => {
  const text = Buffer.from('x');
  type Publishing = [topic: string, options: { qos?: 0 | 1 | 2; retain?: boolean }];

  test('its packets are offered, and acknowledged when they are answered', async () => {
    const client = await connect(broker.port, 'node-1', node1);
    let release: () => void = () => undefined;
    answer = (offer) => {
      release = () => offer.reply();
    };
    let isAcknowledged = false;
    const published = client.publish('ln/node-1/packets', text).then(() => {
      isAcknowledged = true;
    });
    await until('the offer', () => offers.length === 1);
    assert.deepEqual([offers[0]!.node, Buffer.from(offers[0]!.bytes).toString()], ['node-1', 'x']);
    // A whole exchange with the broker later there is still no PUBACK.
    await client.subscribe('ln/node-1/verdicts');
    assert.equal(isAcknowledged, false);
    release();
    await published;
    await client.end();
  });

  test('an offer that is answered with an error is not acknowledged, and ends the connection', async () => {
    const client = await connect(broker.port, 'node-1', node1);
    answer = (offer) => offer.reply(new Error('the disk is full'));
    await assert.rejects(client.publish('ln/node-1/packets', text), /closed/);
  });

  test('its status is taken, also retained, also as a last will', async () => {
    const will = { topic: 'ln/node-1/status', payload: Buffer.from('gone'), qos: 1 as const, retain: true };
    const client = await connect(broker.port, 'node-1', node1, { will });
    await client.publish('ln/node-1/status', Buffer.from('here'), { retain: true });
    client.mqtt.stream.destroy();
    await client.closed;
    await until('the last will', () => statuses.length === 2);
    assert.deepEqual(statuses, [
      { name: 'node-1', text: 'here' },
      { name: 'node-1', text: 'gone' },
    ]);
  });

  const forbidden: Publishing[] = [
    ['ln/node-1/packets', { retain: true }],
    ['ln/node-1/packets', { qos: 2 }],
    ['ln/node-1/verdicts', {}],
    ['ln/node-1/set-points', {}],
    ['ln/node-1/other', {}],
    ['ln/node-1/packets/x', {}],
    ['ln//packets', {}],
    ['ln/node-2/packets', {}],
    ['ln/node-2/status', { retain: true }],
    ['ln/node-2/set-points', {}],
    ['dsotp/node-1/verdicts', {}],
    ['$SYS/x', {}],
    ['packets', {}],
    [Array.from({ length: 120 }, () => 'a').join('/'), {}],
  ];
  for (const [topic, options] of forbidden) {
    test(`publishing on ${topic.slice(0, 40)} ${JSON.stringify(options)} ends the connection`, async () => {
      const client = await connect(broker.port, 'node-1', node1);
      await assert.rejects(client.publish(topic, text, options), /closed|clos/i);
      assert.deepEqual([offers, statuses], [[], []]);
    });
  }

  test('QoS 0 on packets ends the connection: nothing would acknowledge them', async () => {
    const client = await connect(broker.port, 'node-1', node1);
    client.mqtt.publish('ln/node-1/packets', text, { qos: 0 });
    await client.closed;
    assert.match(refusals[0]!.reason, /QoS 0/);
    assert.deepEqual(offers, []);
  });

  const wills: [string, object][] = [
    ['ln/node-1/packets', { qos: 1 }],
    ['ln/node-2/status', { retain: true }],
    ['ln/node-1/set-points', {}],
    ['ln/+/status', {}],
  ];
  for (const [topic, options] of wills) {
    test(`a last will on ${topic} is not let in`, async () => {
      const will = { topic, payload: text, qos: 0 as const, retain: false, ...options };
      await assert.rejects(connect(broker.port, 'node-1', node1, { will }), /Not authorized/);
    });
  }

  test('subscriptions: its verdicts and set-points, and nothing else', async () => {
    const client = await connect(broker.port, 'node-1', node1);
    const allowed = ['ln/node-1/verdicts', 'ln/node-1/set-points'];
    assert.deepEqual(await client.subscribe(...allowed), [1, 1]);
    const refused = [
      'ln/node-2/verdicts',
      'ln/node-1/status',
      'ln/node-1/packets',
      'ln/+/verdicts',
      '#',
      'ln/#',
    ];
    for (const topic of [...refused, 'dsotp/node-1/verdicts', '$SYS/#', 'verdicts']) {
      await assert.rejects(client.subscribe(topic), topic);
    }
    assert.equal(client.mqtt.connected, true);
    await assert.rejects(client.subscribe('ln/node-1/verdicts/deeper'));
    await client.closed;
  });

  test('a platform that the registry lists reads its verdicts, and publishes set-points of QoS 1', async () => {
    const client = await connect(broker.port, 'dso-1', platform);
    assert.deepEqual(await client.subscribe('dsotp/dso-1/verdicts'), [1]);
    await assert.rejects(client.subscribe('dsotp/dso-2/verdicts'));
    await client.publish('ln/node-1/set-points', text);
    assert.deepEqual(
      offers.map((offer) => [offer.node, offer.platform]),
      [['node-1', 'dso-1']],
    );
    await assert.rejects(client.publish('ln/node-1/set-points', text, { retain: true }), /closed/);
    assert.match(refusals.at(-1)!.reason, /only a status may be retained/);
  });

  test('who is no platform publishes no set-points', async () => {
    const client = await connect(broker.port, 'node-1', node1);
    await assert.rejects(client.publish('ln/node-2/set-points', text), /closed/);
    assert.match(refusals.at(-1)!.reason, /lists no set-point signer "node-1"/);
    assert.deepEqual(offers, []);
  });

  test('what one node publishes reaches no other', async () => {
    const [one, two] = [
      await connect(broker.port, 'node-1', node1),
      await connect(broker.port, 'node-2', node2),
    ];
    const received: string[] = [];
    two.mqtt.on('message', (topic) => received.push(topic));
    await two.subscribe('ln/node-2/verdicts');
    await one.publish('ln/node-1/packets', text);
    await one.publish('ln/node-1/status', text, { retain: true });
    await two.publish('ln/node-2/packets', text);
    assert.deepEqual(received, []);
    await one.end();
    await two.end();
  });
});

describe('messages to a node', () => {
  test('reach it alone, and its PUBACK is told', async () => {
    const client = await connect(broker.port, 'node-1', node1);
    await client.subscribe('ln/node-1/verdicts');
    const received = new Promise<[string, Buffer]>((resolve) => {
      client.mqtt.once('message', (topic, payload) => resolve([topic, payload]));
    });
    present[0]!.send('ln/node-1/verdicts', Buffer.from('hello'));
    const [topic, payload] = await received;
    assert.deepEqual([topic, payload.toString()], ['ln/node-1/verdicts', 'hello']);
    await until('its PUBACK', () => acknowledged.length === 1);
    await client.end();
  });

  test('of one that leaves while it is let in nothing stays behind', async () => {
    const files = {
      ca: readFileSync(caFile),
      cert: readFileSync(node1.certFile),
      key: readFileSync(node1.keyFile),
    };
    // It leaves while the broker is between its CONNECT and its readiness, at another step each time.
    for (let steps = 0; steps < 40; steps++) {
      const socket = tls.connect({ host: '127.0.0.1', port: broker.port, ...files });
      socket.on('error', () => undefined);
      whileConnecting = () => void inSteps(steps % 20, () => socket.destroy());
      // CONNECT of MQTT 3.1.1 as "node-1", clean session, keep alive 60 s.
      socket.write(Buffer.from('101200044d5154540402003c00066e6f64652d31', 'hex'));
      await once(socket, 'close');
    }
    whileConnecting = () => undefined;
    const client = await connect(broker.port, 'node-1', node1);
    assert.deepEqual(
      present.map(({ name }) => name),
      ['node-1'],
    );
    await client.end();
    await until('it has left', () => present.length === 0);
    assert.equal(broker.connections(), 0);
  });

  test('each PUBACK is for the oldest that has none', async () => {
    const client = await connect(broker.port, 'node-1', node1);
    await client.subscribe('ln/node-1/verdicts', 'ln/node-1/set-points');
    const done: string[] = [];
    const [connection] = present;
    connection!.send('ln/node-1/set-points', Buffer.from('1'), () => done.push('set-point 1'));
    connection!.send('ln/node-1/verdicts', Buffer.from('2'));
    connection!.send('ln/node-1/set-points', Buffer.from('3'), () => done.push('set-point 3'));
    await until('their PUBACKs', () => done.length === 2 && acknowledged.length === 1);
    assert.deepEqual([done, acknowledged], [['set-point 1', 'set-point 3'], ['node-1']]);
    await client.end();
  });

  test('one that leaves more unread than queueBytes loses its connection, with the reason', async () => {
    const files = {
      ...{ ca: readFileSync(caFile), cert: readFileSync(node1.certFile), key: readFileSync(node1.keyFile) },
    };
    const socket = tls.connect({ host: '127.0.0.1', port: broker.port, ...files });
    socket.on('error', () => undefined);
    const closed = once(socket, 'close');
    // CONNECT of MQTT 3.1.1 as "node-1", clean session, keep alive 60 s.
    socket.write(Buffer.from('101200044d5154540402003c00066e6f64652d31', 'hex'));
    await once(socket, 'data');
    await until('it is ready', () => present.length === 1);
    socket.pause();
    // More than any buffer of the system holds.
    for (let i = 0; i < 32; i++) present[0]!.send('ln/node-1/verdicts', Buffer.alloc(1024 * 1024));
    await until('it is refused', () => refusals.length > 0);
    socket.resume();
    await closed;
    const reason = `it leaves more than ${CLIENT_LIMITS.queueBytes} bytes unread`;
    assert.deepEqual(refusals, [{ name: 'node-1', reason }]);
  });

  test('a connection that breaks while one is under way harms nobody', async () => {
    const client = await connect(broker.port, 'node-1', node1);
    await until('it is ready', () => present.length === 1);
    const connection = present[0]!;
    client.mqtt.stream.destroy();
    for (let i = 0; i < 100; i++) connection.send('ln/node-1/verdicts', Buffer.alloc(10_000));
    await client.closed;
    const again = await connect(broker.port, 'node-1', node1);
    await again.end();
  });
});

describe('sizes are bounded before anything is read', () => {
  test('a packet of 10 MB is offered as far as it may go, and acknowledged', async () => {
    const client = await connect(broker.port, 'node-1', node1);
    await client.publish('ln/node-1/packets', Buffer.alloc(10 * 1024 * 1024, 'x'));
    await client.publish('ln/node-1/packets', Buffer.from('after'));
    assert.ok(offers[0]!.bytes.length < 70_000);
    assert.equal(offers[0]!.wholePayloadHash!.length, 32);
    assert.equal(Buffer.from(offers[1]!.bytes).toString(), 'after');
    await client.end();
  });

  test('a status that is too long ends the connection', async () => {
    const client = await connect(broker.port, 'node-1', node1);
    await assert.rejects(client.publish('ln/node-1/status', Buffer.alloc(5000)), /closed/);
    assert.deepEqual(statuses, []);
  });

  const first: [string, Buffer][] = [
    ['a first frame that announces 256 MB', Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f])],
    ['bytes that are no MQTT', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a PUBLISH before a CONNECT', Buffer.from([0x30, 3, 0, 1, 0x61])],
  ];
  for (const [what, bytes] of first) {
    test(`${what}: the connection ends, the broker goes on`, async () => {
      const files = {
        ca: readFileSync(caFile),
        cert: readFileSync(node1.certFile),
        key: readFileSync(node1.keyFile),
      };
      const socket = tls.connect({ host: '127.0.0.1', port: broker.port, ...files });
      socket.on('error', () => undefined);
      await once(socket, 'secureConnect');
      socket.write(bytes);
      await once(socket, 'close');
      const client = await connect(broker.port, 'node-1', node1);
      await client.end();
    });
  }
});
