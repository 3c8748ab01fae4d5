import { readFileSync } from 'node:fs';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import Type from 'typebox';
import { createJsonDevice, type Decoded, Vars } from '../json-device.ts';
import type { MeterContext, MeterDriver, MeterSink, PushMeter } from '../meter.ts';

const File = Type.String({ minLength: 1 });
const options = Type.Object(
  {
    name: Type.Literal('mqtt'),
    url: Type.String({
      pattern: '^(mqtts://.+|mqtt://(localhost|127\\.[0-9.]+|\\[::1\\])(:[0-9]+)?)$',
      description: 'mqtts, or mqtt on this machine',
    }),
    caFile: Type.Optional(File),
    certFile: Type.Optional(File),
    keyFile: Type.Optional(File),
    username: Type.Optional(Type.String({ minLength: 1 })),
    passwordFile: Type.Optional(File),
    clientId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    vars: Type.Optional(Vars),
    collectMs: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 60_000, description: 'messages so near make one reading' }),
    ),
    reconnectMs: Type.Optional(Type.Integer({ minimum: 1, maximum: 600_000 })),
  },
  { additionalProperties: false },
);
type Options = Type.Static<typeof options>;

/** Some devices put each value on a topic of its own, all at once. */
const COLLECT_MS = 500;
const RECONNECT_MS = 5000;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * A meter that publishes JSON, or bare numbers, on a broker. A reading has the time that the message tells, else that at
 * which it came. A retained message is as old as nobody knows: without a time of its own it is not taken.
 */
function create({ options, profile, nowMs, log }: MeterContext<Options, 'json'>): PushMeter {
  const device = createJsonDevice(profile, options.vars);
  const silentAfterMs = 1000 * profile.silentAfterS;
  const topics = new Map(
    [...device.sources].map(([name, { topic }]) => [topic ?? missing(profile.name, name), name]),
  );
  let client: MqttClient | undefined;
  let collected: { decoded: Decoded; cameMs: number }[] = [];
  let timer: NodeJS.Timeout | undefined;

  function start(sink: MeterSink): void {
    client = mqtt.connect(options.url, connectOptions(options));
    client.on('connect', () => {
      client?.subscribe([...topics.keys()], { qos: 1 }, (error, granted) => {
        const refusedTopics =
          granted?.filter(({ qos }) => Number(qos) === 128).map(({ topic }) => topic) ?? [];
        const ok = !error && refusedTopics.length === 0;
        sink.fault(
          ok
            ? undefined
            : unreachable(options.url, `subscription refused: ${error ? messageOf(error) : refusedTopics}`),
        );
      });
    });
    client.on('error', (error) => sink.fault(unreachable(options.url, messageOf(error))));
    client.on('close', () => sink.fault(unreachable(options.url, 'the connection has ended')));
    client.on('message', (topic, payload, { retain }) => {
      const source = topics.get(topic);
      const decoded = source && device.decode(source, parse(payload));
      if (!decoded || Object.keys(decoded.values).length === 0) {
        log.debug({ topic }, 'message without values of the profile');
      } else if (!retain || decoded.atMs !== undefined) {
        take(sink, decoded);
      }
    });
  }

  function take(sink: MeterSink, decoded: Decoded): void {
    collected.push({ decoded, cameMs: nowMs() });
    const { collectMs = COLLECT_MS } = options;
    if (topics.size === 1 || collectMs === 0) give(sink);
    else timer ??= setTimeout(() => give(sink), collectMs);
  }

  /** Several messages make a reading of the time of the first: no value is told to be newer than it is. */
  function give(sink: MeterSink): void {
    clearTimeout(timer);
    timer = undefined;
    const parts = collected;
    collected = [];
    const told = parts.flatMap(({ decoded }) => decoded.atMs ?? []);
    const takenAtMs = Math.min(...parts.map(({ decoded, cameMs }) => decoded.atMs ?? cameMs));
    const serial = parts.find(({ decoded }) => decoded.serial !== undefined)?.decoded.serial;
    sink.reading({
      takenAtMs,
      values: Object.assign({}, ...parts.map(({ decoded }) => decoded.values)),
      ...(nowMs() - takenAtMs > silentAfterMs && { quality: ['stale'] as const }),
      ...(serial !== undefined && { serial }),
      ...(told.length > 0 && { key: `${profile.name} ${takenAtMs}` }),
    });
  }

  return {
    kind: 'push',
    silentAfterMs,
    start,
    async close() {
      clearTimeout(timer);
      await client?.endAsync(true);
    },
  };
}

function connectOptions({
  caFile,
  certFile,
  keyFile,
  username,
  passwordFile,
  clientId,
  reconnectMs,
}: Options): IClientOptions {
  return {
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: reconnectMs ?? RECONNECT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    resubscribe: false,
    rejectUnauthorized: true,
    ...(clientId && { clientId }),
    ...(caFile && { ca: readFileSync(caFile) }),
    ...(certFile && { cert: readFileSync(certFile) }),
    ...(keyFile && { key: readFileSync(keyFile) }),
    ...(username && { username }),
    ...(passwordFile && { password: readFileSync(passwordFile, 'utf8').replace(/\r?\n$/, '') }),
  };
}

/** A document, a bare number, or text as it is. */
function parse(payload: Buffer): unknown {
  const text = payload.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function missing(profile: string, source: string): never {
  const message = `source "${source}" of profile ${profile} has no "topic": it is for another driver than mqtt`;
  throw new AccessLayerError({ code: 'LN_PROFILE_PROTOCOL', message });
}

function unreachable(url: string, detail: string): AccessLayerError {
  const message = `no broker for the meter at ${url}: ${detail}; check address, certificates and rights`;
  return new AccessLayerError({ code: 'LN_METER_UNREACHABLE', message, retryable: true });
}

const driver: MeterDriver<typeof options, 'json', PushMeter> = {
  name: 'mqtt',
  protocols: ['json'],
  options,
  create,
};
export default driver;
