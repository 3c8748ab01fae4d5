import { readFileSync } from 'node:fs';
import { AccessLayerError } from '@access-layer/core/errors';
import type { Values } from '@access-layer/core/payloads/measurement';
import { formatTime } from '@access-layer/core/time';
import Type from 'typebox';
import { createHttpClient } from '../http-client.ts';
import { createJsonDevice, Vars } from '../json-device.ts';
import type { Meter, MeterContext, MeterDriver, MeterReading } from '../meter.ts';

const File = Type.String({ minLength: 1 });
const options = Type.Object(
  {
    name: Type.Literal('rest'),
    url: Type.String({ pattern: '^https?://[^/]+$', description: 'of the device, without path' }),
    timeoutMs: Type.Optional(Type.Integer({ minimum: 50, maximum: 60_000, description: 'of each request' })),
    caFile: Type.Optional(File),
    username: Type.Optional(Type.String({ minLength: 1 })),
    passwordFile: Type.Optional(File),
    tokenFile: Type.Optional(Type.String({ minLength: 1, description: 'sent as Bearer' })),
    vars: Type.Optional(Vars),
  },
  { additionalProperties: false },
);
type Options = Type.Static<typeof options>;

/**
 * A meter that gives JSON over HTTP. Each source of the profile with `get` is asked once a reading, one after another.
 * Where the device tells when it measured, that is the time of the reading: what is older than `silentAfterS` is stale,
 * and the same stale value a second time is no reading.
 */
function create({ options, profile, nowMs }: MeterContext<Options, 'json'>): Meter {
  const { url, timeoutMs = 5000, caFile, username, passwordFile, tokenFile } = options;
  const device = createJsonDevice(profile, options.vars);
  const paths = [...device.sources].map(
    ([name, { get }]) => [name, get ?? missing(profile.name, name)] as const,
  );
  const client = createHttpClient({
    url,
    timeoutMs,
    caFile,
    token: tokenFile && secret(tokenFile),
    credentials: username && passwordFile ? { username, password: secret(passwordFile) } : undefined,
  });
  let toldMs: number | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  async function readAll(): Promise<MeterReading> {
    const askedMs = nowMs();
    const times: number[] = [];
    let values: Values = {};
    let serial: string | undefined;
    for (const [name, path] of paths) {
      const decoded = device.decode(name, await client.getJson(path));
      values = { ...values, ...decoded?.values };
      serial ??= decoded?.serial;
      if (decoded?.atMs !== undefined) times.push(decoded.atMs);
    }
    if (Object.keys(values).length === 0) throw empty(url, profile.name);
    const takenAtMs = Math.min(askedMs, ...times);
    const stale = nowMs() - takenAtMs > 1000 * profile.silentAfterS;
    if (stale && takenAtMs === toldMs) throw silent(url, takenAtMs);
    toldMs = takenAtMs;
    return {
      takenAtMs,
      values,
      ...(stale && { quality: ['stale'] as const }),
      ...(serial !== undefined && { serial }),
      ...(times.length > 0 && { key: `${profile.name} ${takenAtMs}` }),
    };
  }

  return {
    read() {
      const next = turn.then(readAll);
      turn = next.catch(() => {});
      return next;
    },
    async close() {
      await turn;
      client.close();
    },
  };
}

function secret(file: string): string {
  return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
}

function missing(profile: string, source: string): never {
  const message = `source "${source}" of profile ${profile} has no "get": it is for another driver than rest`;
  throw new AccessLayerError({ code: 'LN_PROFILE_PROTOCOL', message });
}

function empty(url: string, profile: string): AccessLayerError {
  const message = `the answer of ${url} has none of the values of profile ${profile}; check that the profile fits`;
  return new AccessLayerError({ code: 'LN_METER_ANSWER', message, retryable: true });
}

function silent(url: string, atMs: number): AccessLayerError {
  const message = `${url} still answers with what it measured at ${formatTime(atMs)}`;
  return new AccessLayerError({ code: 'LN_METER_SILENT', message, retryable: true });
}

const driver: MeterDriver<typeof options, 'json'> = { name: 'rest', protocols: ['json'], options, create };
export default driver;
