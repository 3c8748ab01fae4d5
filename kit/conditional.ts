import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** For whoever keeps the answer: only for this caller, and only after asking whether it still holds. */
const CACHE_CONTROL = 'private, no-cache';
const VARY = 'accept, authorization';

/** What an answer that may be kept says besides its body; for the OpenAPI document of a route. */
export const UNCHANGED = { description: 'What you have still holds (If-None-Match)', type: 'null' } as const;

/**
 * Answers with what is not expected to change, such as an anchored proof, and with the tag of exactly these bytes. Who has
 * them already gets 304 and no body. Every answer is decided anew: a kept one is never given to who may no longer see it.
 */
export function sendConditional(request: FastifyRequest, reply: FastifyReply, body: string): FastifyReply {
  return sendTagged(request, reply, `"${hash('sha256', body, 'base64url').slice(0, 27)}"`, body);
}

/** The same for what has a tag of its own, such as the revision of a document. */
export function sendTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  etag: string,
  body: unknown,
): FastifyReply {
  reply.headers({ etag, 'cache-control': CACHE_CONTROL, vary: VARY });
  if (!isKnown(request.headers['if-none-match'], etag)) return reply.send(body);
  return reply.code(304).removeHeader('content-type').removeHeader('content-disposition').send();
}

/** RFC 9110, 13.1.2: compared weakly, and `*` stands for whatever there is. */
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
