import { readFileSync } from 'node:fs';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';

export interface JsonRpcOptions {
  url: string;
  caFile?: string | undefined;
  certFile?: string | undefined;
  keyFile?: string | undefined;
  tokenFile?: string | undefined;
  timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 10_000;
/** A signed deployment is some 60 kB of hex. */
const MOST_BYTES = 1_048_576;

/**
 * JSON-RPC over HTTP to a signer, with a client certificate or a token; Node's own `fetch` knows no client certificates.
 * Files are read at each call, so that they may be renewed.
 * Rejects with SIGNER_UNREACHABLE (retryable) or SIGNER_REFUSED.
 */
export function createJsonRpc(options: JsonRpcOptions) {
  let id = 0;
  return async function call(method: string, params: unknown[]): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params });
    const { status, text } = await post(options, body).catch((error: unknown) => {
      throw unreachable(options.url, messageOf(error), error);
    });
    if (status === 429 || status >= 500) throw unreachable(options.url, `it answered ${status}`);
    return resultOf(text, `${method}: ${options.url} answered ${status}`);
  };
}

async function post(options: JsonRpcOptions, body: string): Promise<{ status: number; text: string }> {
  const { url, caFile, certFile, keyFile, tokenFile, timeoutMs = TIMEOUT_MS } = options;
  const target = new URL(url);
  const request = target.protocol === 'https:' ? requestHttps : requestHttp;
  const files = { ca: caFile, cert: certFile, key: keyFile };
  const tls = Object.entries(files).flatMap(([name, file]) => (file ? [[name, readFileSync(file)]] : []));
  const token = tokenFile && readFileSync(tokenFile, 'utf8').trim();
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(token && { authorization: `Bearer ${token}` }),
  };
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(
      target,
      { method: 'POST', headers, signal, agent: false, ...Object.fromEntries(tls) },
      resolve,
    );
    sent.once('error', reject).end(body);
  });
  return { status: answer.statusCode ?? 0, text: await readText(answer) };
}

async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new RangeError(`its answer is longer than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function resultOf(text: string, said: string): unknown {
  let answer: { result?: unknown; error?: { message?: unknown } } | null = null;
  try {
    answer = JSON.parse(text);
  } catch {
    // Told below: a proxy in front of the signer speaks no JSON.
  }
  if (answer?.result !== undefined && answer.result !== null) return answer.result;
  const why = answer?.error ? String(answer.error.message ?? 'no reason') : text.slice(0, 200);
  const message = `${said}: ${why || 'nothing'}. The signer does not sign this; look at its rules and accounts.`;
  throw new AccessLayerError({ code: 'SIGNER_REFUSED', message });
}

function unreachable(url: string, why: string, cause?: unknown): AccessLayerError {
  const message = `the signer at ${url} does not answer: ${why}. Is it running?`;
  return new AccessLayerError({ code: 'SIGNER_UNREACHABLE', message, retryable: true, cause });
}
