import type { FastifyRequest } from 'fastify';
import { alarmsError } from '../errors.ts';

export function etagOf({ revision }: { revision: number }): string {
  return `"${revision}"`;
}

/** A change says what it changes (RFC 9110, 13.1.1). @throws AccessLayerError */
export function requireMatch(request: FastifyRequest, now: { revision: number }): void {
  const header = request.headers['if-match'];
  if (header === undefined) throw alarmsError('ALM_PRECONDITION_MISSING', 'If-Match is missing');
  if (header === '*' || header === etagOf(now)) return;
  throw alarmsError('ALM_PRECONDITION', `If-Match is ${header}; it is ${etagOf(now)} now`);
}
