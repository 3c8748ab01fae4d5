import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '@access-layer/core/errors';
import { messageBytes, type SignedMessage } from '@access-layer/core/message';
import { newNonce, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import mqtt from 'mqtt';
import type { Scene } from './attack.ts';

/** Another address of this machine, so that the intruder is not where the node is. */
const ELSEWHERE = process.platform === 'linux' ? { localAddress: '127.0.0.2' } : {};
const TIMEOUT_MS = 15_000;
const ENDED = 'the broker ended the connection';
const TRIES = 5;

interface Guise {
  clientId: string;
  /** Where the certificate is. */
  dir: string;
  caFile?: string;
}
type Intruder = Awaited<ReturnType<typeof intrude>>;

/**
 * Connects in the name of a client that is there, and acts; once more where that one took its connection back before the
 * broker had read what was sent. Answers what the broker did.
 */
export async function insist(
  scene: Pick<Scene, 'run' | 'folder'>,
  guise: Guise,
  act: (intruder: Intruder) => Promise<string>,
  tries = TRIES,
): Promise<string> {
  const answer = await intrudeAndAct(scene, guise, act);
  return answer === ENDED && tries > 1 ? insist(scene, guise, act, tries - 1) : answer;
}

async function intrudeAndAct(
  scene: Pick<Scene, 'run' | 'folder'>,
  guise: Guise,
  act: (intruder: Intruder) => Promise<string>,
): Promise<string> {
  try {
    const intruder = await intrude(scene, guise);
    return await act(intruder).finally(intruder.end);
  } catch (error) {
    if (messageOf(error) !== ENDED) throw error;
    return ENDED;
  }
}

/** Connects to the broker with a certificate, once. */
export async function intrude(
  { run, folder }: Pick<Scene, 'run' | 'folder'>,
  { clientId, dir, caFile = join(folder.ca, 'ca.pem') }: Guise,
) {
  const client = mqtt.connect(run.mqttUrl, {
    ...{ clientId, protocolVersion: 4, reconnectPeriod: 0, connectTimeout: TIMEOUT_MS, ...ELSEWHERE },
    ca: readFileSync(caFile),
    cert: readFileSync(join(dir, 'client.pem')),
    key: readFileSync(join(dir, 'client.key')),
  });
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
    client.once('close', () => reject(new Error(ENDED)));
  });
  client.on('error', () => undefined);
  const closed = new Promise<never>((_resolve, reject) =>
    client.once('close', () => reject(new Error(ENDED))),
  );
  closed.catch(() => undefined);

  return {
    /** Answers what the broker did. */
    publish: (topic: string, message: SignedMessage): Promise<string> =>
      Promise.race([client.publishAsync(topic, Buffer.from(messageBytes(message)), { qos: 1 }), closed]).then(
        () => 'it was acknowledged, as everything is that was read',
        (error: Error) => error.message,
      ),
    subscribe: (topic: string): Promise<string> =>
      Promise.race([client.subscribeAsync(topic, { qos: 1 }), closed]).then(
        () => 'the subscription was granted',
        (error: Error) => error.message,
      ),
    end: () => void client.end(true),
  };
}

/** A measurement of a node, signed with a key of the intruder's choice. */
export function forge(
  { network, node, pod, meter }: { network: string; node: string; pod: string; meter: string },
  key: Uint8Array,
  { seq = 0, atMs = Date.now() } = {},
): SignedMessage {
  const payload = {
    ...{ v: 1, network, nonce: newNonce(), type: 'measurement', node, pod, meter, seq },
    ...{ prev: `0x${(seq === 0 ? '00' : '11').repeat(32)}`, signedAt: formatTime(atMs) },
    ...{ role: 'exchange', profile: 'sdm630' },
    readings: [
      { at: formatTime(atMs), quality: ['measured'], values: { activePowerW: -3000, voltageL1V: 230 } },
    ],
  };
  return signPayload(JSON.stringify(payload), key);
}

/** Name of the deployment, from the network file that everyone has. */
export function networkName({ folder }: Pick<Scene, 'folder'>): string {
  return (JSON.parse(readFileSync(folder.network, 'utf8')) as { network: string }).network;
}
