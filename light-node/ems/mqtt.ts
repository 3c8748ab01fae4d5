import { readFileSync } from 'node:fs';
import { messageOf } from '@access-layer/core/errors';
import mqtt, { type MqttClient } from 'mqtt';
import Type from 'typebox';
import type { EmsAdapter } from '../ems.ts';
import type { Variables } from '../ems-device/command.ts';
import { fillIn, fillInBody, fillInLeaf, valueAt } from '../ems-device/fill-in.ts';
import { createEms, DeviceRefusal } from '../ems-device/perform.ts';
import type { MqttPublish, MqttTemplate } from '../ems-device/template.ts';

const File = Type.Optional(Type.String({ minLength: 1 }));
const options = Type.Object(
  {
    name: Type.Literal('mqtt'),
    url: Type.String({ pattern: '^mqtts?://' }),
    device: Type.Optional(Type.String({ minLength: 1, description: 'name of the device in its topics' })),
    clientId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    username: Type.Optional(Type.String({ minLength: 1 })),
    ...{ passwordFile: File, caFile: File, certFile: File, keyFile: File },
    timeoutMs: Type.Optional(Type.Integer({ minimum: 50, maximum: 60_000, description: 'of an answer' })),
  },
  { additionalProperties: false },
);
type Options = Type.Static<typeof options>;

/** MQTT by template, over a broker of the house or the community. The answer is what the device publishes afterwards. */
const adapter: EmsAdapter<typeof options> = {
  name: 'mqtt',
  options,
  protocol: 'mqtt',
  create({ options, template, site }) {
    const { url, device = '', timeoutMs = 5000 } = options;

    async function publish({ topic, payload, expect }: MqttPublish, variables: Variables): Promise<void> {
      const client = await connect(options, timeoutMs);
      try {
        const text =
          typeof payload === 'string'
            ? fillIn(payload, variables, device)
            : JSON.stringify(fillInBody(payload, variables, device));
        const answered =
          expect &&
          awaitAnswer(client, fillIn(expect.topic, variables, device), timeoutMs, (answer) =>
            check(valueAt(answer, expect.path), fillInLeaf(expect.equals, variables, device), expect.path),
          );
        const answer = await answered;
        await client.publishAsync(fillIn(topic, variables, device), text, { qos: 1 });
        await answer?.arrived;
      } finally {
        client.end(true);
      }
    }

    return createEms<MqttPublish>({
      ...{ template: template as MqttTemplate, site, where: url, perform: publish },
      close: async () => undefined,
    });
  },
};
export default adapter;

async function connect(options: Options, timeoutMs: number): Promise<MqttClient> {
  const { url, clientId, username, passwordFile, caFile, certFile, keyFile } = options;
  const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file));
  return mqtt.connectAsync(url, {
    ...(clientId && { clientId }),
    ...(username && { username }),
    ...(passwordFile && { password: read(passwordFile)!.toString().trim() }),
    ...(caFile && { ca: read(caFile)! }),
    ...(certFile && { cert: read(certFile)! }),
    ...(keyFile && { key: read(keyFile)! }),
    reconnectPeriod: 0,
    connectTimeout: timeoutMs,
  });
}

/**
 * Listens before the command goes out; `arrived` settles with the first answer. A retained message is of before, and
 * answers nothing.
 */
async function awaitAnswer(
  client: MqttClient,
  topic: string,
  timeoutMs: number,
  judge: (answer: unknown) => void,
): Promise<{ arrived: Promise<void> }> {
  await client.subscribeAsync(topic, { qos: 1 });
  const arrived = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no answer on ${topic} within ${timeoutMs} ms`)),
      timeoutMs,
    );
    client.on('message', (_topic, payload, packet) => {
      if (packet.retain) return;
      clearTimeout(timer);
      try {
        judge(JSON.parse(payload.toString()));
        resolve();
      } catch (error) {
        reject(error instanceof DeviceRefusal ? error : new DeviceRefusal(messageOf(error)));
      }
    });
  });
  arrived.catch(() => undefined); // it may come before the PUBACK of the command, when nobody waits yet
  return { arrived };
}

function check(got: unknown, wanted: unknown, path: string): void {
  if (got === wanted) return;
  throw new DeviceRefusal(
    `${path} is ${JSON.stringify(got) ?? 'missing'}; expected ${JSON.stringify(wanted)}`,
  );
}
