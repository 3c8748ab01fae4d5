import { readFileSync } from 'node:fs';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { type Credentials, type DigestChallenge, digestHeader, parseChallenge } from './digest-auth.ts';

export interface HttpClientOptions {
  /** http or https, without path. */
  url: string;
  /** Of each request from connecting to the last byte, ms. */
  timeoutMs: number;
  /** Authority of a device with a certificate of its own. */
  caFile?: string | undefined;
  credentials?: Credentials | undefined;
  token?: string | undefined;
}

export interface HttpClient {
  /** @throws AccessLayerError LN_METER_UNREACHABLE, LN_METER_TIMEOUT, LN_METER_EXCEPTION, LN_METER_ANSWER */
  getJson(path: string): Promise<unknown>;
  close(): void;
}

const MAX_BODY_BYTES = 262_144;

/**
 * Asks a small device for JSON: one connection, one request at a time, no redirect. A password is told
 * as the device asks for it, by Digest or Basic, and to one that does not ask it is not told. Node's own `fetch` would cost an edge box 10 MB for the same.
 */
export function createHttpClient({
  url,
  timeoutMs,
  caFile,
  credentials,
  token,
}: HttpClientOptions): HttpClient {
  const secure = url.startsWith('https:');
  const limits = { keepAlive: true, maxSockets: 1 };
  const agent = secure
    ? new HttpsAgent({ ...limits, ...(caFile && { ca: readFileSync(caFile) }) })
    : new HttpAgent(limits);
  let asked: DigestChallenge | 'basic' | undefined;
  let uses = 0;

  function authorization(path: string): string | undefined {
    if (token) return `Bearer ${token}`;
    if (!credentials || !asked) return undefined;
    if (asked !== 'basic')
      return digestHeader(asked, credentials, { method: 'GET', uri: path, count: ++uses });
    return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
  }

  async function get(path: string): Promise<{ status: number; body: string; asks: string | undefined }> {
    const header = authorization(path);
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const send = secure ? httpsRequest : httpRequest;
      const headers = { accept: 'application/json', ...(header && { authorization: header }) };
      send(new URL(path, url), { agent, headers, signal }, resolve).once('error', reject).end();
    });
    return {
      status: answer.statusCode ?? 0,
      body: await readBody(answer),
      asks: answer.headers['www-authenticate'],
    };
  }

  /** The device says how it wants to be told the password; and a nonce ends, and then it asks anew: once. */
  async function getAuthorised(path: string): Promise<{ status: number; body: string }> {
    const first = await get(path);
    if (first.status !== 401 || !credentials) return first;
    const before = asked;
    asked = parseChallenge(first.asks) ?? (/^basic\b/i.test(first.asks ?? '') ? 'basic' : undefined);
    if (!asked || (asked === 'basic' && before === 'basic')) return first;
    uses = 0;
    return get(path);
  }

  return {
    async getJson(path) {
      const { status, body } = await getAuthorised(path).catch((error) => {
        throw describe(error, `${url}${path}`, timeoutMs);
      });
      if (status !== 200) throw refused(status, `${url}${path}`);
      try {
        return JSON.parse(body);
      } catch (cause) {
        throw wrong(`${url}${path}`, messageOf(cause), cause);
      }
    },
    close: () => agent.destroy(),
  };
}

async function readBody(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw wrong('the device', `more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function describe(error: unknown, where: string, timeoutMs: number): AccessLayerError {
  if (error instanceof AccessLayerError) return error;
  const { name, code } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ABORT_ERR') {
    const message = `${where} did not answer within ${timeoutMs} ms; raise timeoutMs where the device is slow`;
    return new AccessLayerError({ code: 'LN_METER_TIMEOUT', message, retryable: true, cause: error });
  }
  const message = `no answer from ${where}: ${messageOf(error)}; check power, address and port`;
  return new AccessLayerError({ code: 'LN_METER_UNREACHABLE', message, retryable: true, cause: error });
}

function refused(status: number, where: string): AccessLayerError {
  const why =
    status === 401 || status === 403
      ? 'check username and passwordFile'
      : 'check that the profile fits the device';
  const message = `${where} answered ${status}; expected 200; ${why}`;
  return new AccessLayerError({ code: 'LN_METER_EXCEPTION', message, retryable: true, context: { status } });
}

function wrong(where: string, detail: string, cause?: unknown): AccessLayerError {
  const message = `${where} gave a wrong answer: ${detail}; the reading was dropped`;
  return new AccessLayerError({ code: 'LN_METER_ANSWER', message, retryable: true, cause });
}
