import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Aborts when the connection closes before the answer is out: nobody waits any more. */
export function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** Pages of an answer, each read when the client has taken the one before. */
export async function* bytesOf<P extends { bytes: Uint8Array }, Position>(
  first: P,
  read: (position: Position) => Promise<P>,
  nextOf: (page: P) => Position | undefined,
): AsyncGenerator<Uint8Array> {
  for (let page = first; ; ) {
    if (page.bytes.length > 0) yield page.bytes;
    const next = nextOf(page);
    if (next === undefined) return;
    page = await read(next);
  }
}

export async function* withHeader(
  header: string,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array | string> {
  yield header;
  yield* body;
}

export function sendStream(reply: FastifyReply, type: string, chunks: AsyncIterable<Uint8Array | string>) {
  return reply.type(type).send(Readable.from(chunks, { objectMode: false }));
}

/** Says where the next page is (RFC 8288). */
export function linkNext(request: FastifyRequest, reply: FastifyReply, cursor: string | undefined): void {
  if (cursor === undefined) return;
  const next = new URL(request.url, 'http://localhost');
  next.searchParams.set('cursor', cursor);
  reply.header('link', `<${next.pathname + next.search}>; rel="next"`);
}

export function contentType(form: string): string {
  return form === 'text/csv' ? 'text/csv; charset=utf-8; header=present' : form;
}
