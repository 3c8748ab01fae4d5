import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import type { IClientOptions } from 'mqtt';
import { withDefaults } from './config.ts';
import { type BlockchainAccessLayer, startBlockchainAccessLayer } from './service.ts';
import { connectClient } from './test/client.ts';
import { newSender } from './test/senders.ts';
import { type ClientFiles, prepareSurroundings, type Surroundings } from './test/system.ts';

/** Every device on every topic in every way, on the real broker, against what formats 4 grants; written apart from the code. */
const ACTIONS = ['publish', 'retain', 'will', 'subscribe'] as const;
type Action = (typeof ACTIONS)[number];

const NODES = ['node-1', 'node-2'];
const PLATFORM = 'dsotp-1';
/** The registry knows neither; both have a certificate of ours. */
const UNKNOWN = ['dsotp-9', 'stranger'];
const REVOKED = 'revoked-1';
const DEVICES = [...NODES, PLATFORM, ...UNKNOWN, REVOKED, 'no-certificate'];
const NAMES = ['node-1', 'node-2', PLATFORM, 'stranger', REVOKED];
const TOPICS = [
  ...NAMES.flatMap((name) =>
    ['packets', 'set-points', 'verdicts', 'status'].map((channel) => `ln/${name}/${channel}`),
  ),
  ...NAMES.map((name) => `dsotp/${name}/verdicts`),
  ...[
    'ln/+/packets',
    'ln/+/verdicts',
    'ln/+/+',
    'ln/node-1/+',
    'ln/node-1/#',
    'ln/#',
    '#',
    '+/+/+',
    'dsotp/#',
  ],
  ...['$SYS/#', '$SYS/broker/clients', '$share/g/ln/node-1/verdicts', 'ln/node-1', 'ln/node-1/verdicts/x'],
  ...[
    'LN/node-1/packets',
    'ln//packets',
    '/ln/node-1/packets',
    'ln/node-1/packets/',
    'ln/NODE-1/packets',
    'other',
  ],
];

/** Who may do what: its own topics, and a listed platform set-points for any node. All else is refused. */
function isGranted(device: string, topic: string, action: Action): boolean {
  if (device === REVOKED || device === 'no-certificate') return false;
  const own = (channel: string) => topic === `ln/${device}/${channel}`;
  if (action === 'will' || action === 'retain') return own('status');
  if (action === 'publish') {
    const isSetPoint = NAMES.some((name) => topic === `ln/${name}/set-points`);
    return own('packets') || own('status') || (device === PLATFORM && isSetPoint);
  }
  return (
    own('verdicts') || own('set-points') || (device === PLATFORM && topic === `dsotp/${PLATFORM}/verdicts`)
  );
}

let around: Surroundings;
let bal: BlockchainAccessLayer;
const files = new Map<string, Partial<ClientFiles>>();
const log = createLog({ name: 'test', level: 'silent' });

before(async () => {
  around = await prepareSurroundings();
  await around.enrol(2, 'node').then((nodes) => {
    for (const node of nodes) files.set(node.id, node.files);
  });
  const { address } = newSender(PLATFORM);
  await around.chain.registry.list(address, 'set-point-signer', 1);
  const opening = JSON.stringify({ kind: 'set-point-signer', key: address, node: PLATFORM });
  const denial = { node: REVOKED, reason: 'stolen', at: 1 };
  await around.stream.append('registry', [{ key: PLATFORM, value: opening }]);
  await around.stream.append('certificates', [{ key: REVOKED, value: JSON.stringify(denial) }]);
  for (const name of [PLATFORM, ...UNKNOWN, REVOKED]) files.set(name, await around.certify(name));
  files.set('no-certificate', { caFile: around.caFile });
  const settings = withDefaults(around.config);
  // Each cell is a connection: how often one may connect is another question.
  const limits = {
    ...settings.mqtt.limits,
    handshakesPerS: 1e6,
    handshakeBurst: 1e6,
    connectsPerMinute: 1e6,
  };
  const mqtt = { ...settings.mqtt, limits };
  bal = await startBlockchainAccessLayer({ ...settings, mqtt }, { log, onFatal: assert.fail });
});
after(async () => {
  await bal.stop();
  await around.remove();
});

/** One connection a cell, as a refusal ends it. */
const connect = (device: string, options?: IClientOptions) =>
  connectClient(bal.mqttPort, device, files.get(device)!, options);

async function isAllowed(device: string, topic: string, action: Action): Promise<boolean> {
  const will = { topic, payload: Buffer.from('{"state":"offline"}'), qos: 1 as const, retain: true };
  const client = await connect(device, action === 'will' ? { will } : {}).catch(() => undefined);
  if (!client) return false;
  try {
    if (action === 'will') return true;
    if (action === 'subscribe') return (await client.subscribe(topic)).every((qos) => qos !== 128);
    await client.publish(topic, Buffer.from('{}'), { retain: action === 'retain' });
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

test('devices × topics × (publish, retain, will, subscribe): what is granted, and nothing else', async (t) => {
  let cells = 0;
  let granted = 0;
  const wrong: string[] = [];
  for (const device of DEVICES) {
    for (const topic of TOPICS) {
      for (const action of ACTIONS) {
        const [expected, is] = [isGranted(device, topic, action), await isAllowed(device, topic, action)];
        cells += 1;
        if (is) granted += 1;
        if (is !== expected) wrong.push(`${device} ${action} ${topic}: ${is ? 'allowed' : 'refused'}`);
      }
    }
  }
  t.diagnostic(`${cells} cells, ${granted} granted, ${wrong.length} wrong`);
  assert.deepEqual(wrong, []);
  assert.equal(
    granted,
    4 * 6 + 5 + 1,
    'six ways of its own for each of four, set-points for five, and the answers',
  );
});

test('nobody gets what another publishes, whoever he is', async () => {
  const listeners = await Promise.all([...NODES, PLATFORM, ...UNKNOWN].map((device) => connect(device)));
  const heard: string[] = [];
  for (const client of listeners) {
    client.mqtt.on('message', (topic) => heard.push(topic));
    await client.subscribe('#', 'ln/node-1/packets', 'ln/node-1/status').catch(() => undefined);
  }
  for (const client of listeners) await client.end();
  const node = await connect('node-1');
  await node.publish('ln/node-1/status', Buffer.from('{"state":"online"}'), { retain: true });
  const late = await connect('node-2');
  late.mqtt.on('message', (topic) => heard.push(topic));
  await late.subscribe('ln/node-2/verdicts');
  await node.end();
  await late.end();
  assert.deepEqual(heard, []);
});
