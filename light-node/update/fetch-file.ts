import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { BundleFile } from './manifest.ts';

export interface UpdateServer {
  /** https, without a slash at its end. */
  url: string;
  /** Authority of its certificate; the machine's own list where there is none. */
  caFile?: string | undefined;
}

const SILENCE_MS = 30_000;
const MAX_MANIFEST_BYTES = 70_000;

/**
 * The signed message that says what is to be installed.
 * @throws AccessLayerError LN_UPDATE_UNREACHABLE
 */
export async function fetchManifest(server: UpdateServer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of await get(server, 'update.signed')) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_MANIFEST_BYTES)
      throw wrongBundle(`update.signed has more than ${MAX_MANIFEST_BYTES} bytes; a message has fewer`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/**
 * Fetches a bundle to a file, which is on disk when this resolves.
 * @throws AccessLayerError LN_UPDATE_UNREACHABLE, and LN_UPDATE_BUNDLE unless it is what the manifest says, to the byte
 */
export async function fetchBundle(
  server: UpdateServer,
  { sha256, bytes }: BundleFile,
  to: string,
): Promise<void> {
  const answer = await get(server, `${sha256}.tar.gz`);
  const file = await open(to, 'w', 0o600);
  const hash = createHash('sha256');
  let received = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received > bytes) break;
      hash.update(chunk);
      await file.write(chunk);
    }
    await file.sync();
  } catch (cause) {
    throw unreachable(`${server.url} ended in the middle of a bundle: ${messageOf(cause)}`, cause);
  } finally {
    answer.destroy();
    await file.close();
  }
  if (received !== bytes) {
    throw wrongBundle(`the bundle has ${received > bytes ? 'more' : received} bytes; ${bytes} are signed`);
  }
  const actual = hash.digest('hex');
  if (actual !== sha256) throw wrongBundle(`the bundle has sha256 ${actual}; ${sha256} is signed`);
}

export function wrongBundle(message: string, cause?: unknown): AccessLayerError {
  return new AccessLayerError({ code: 'LN_UPDATE_BUNDLE', message, cause });
}

function unreachable(message: string, cause?: unknown): AccessLayerError {
  return new AccessLayerError({ code: 'LN_UPDATE_UNREACHABLE', message, retryable: true, cause });
}

async function get({ url, caFile }: UpdateServer, name: string): Promise<IncomingMessage> {
  const where = `${url}/${name}`;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(where, { timeout: SILENCE_MS, ...(caFile && { ca: readFileSync(caFile) }) }, resolve)
      .once('timeout', function (this: { destroy(error: Error): void }) {
        this.destroy(new Error(`nothing came for ${SILENCE_MS} ms`));
      })
      .once('error', reject)
      .end();
  }).catch((cause) => {
    throw unreachable(`no answer from ${where}: ${messageOf(cause)}`, cause);
  });
  if (answer.statusCode === 200) return answer;
  answer.resume();
  throw unreachable(`${where} answered ${answer.statusCode}; expected 200`);
}
