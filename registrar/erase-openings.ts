import { TOPICS } from '@access-layer/core/record';
import type { ErasureOrder } from '@access-layer/kit/erasure';
import type { Stream } from '@access-layer/kit/stream';
import type { DsoRegistry } from './dso-registry.ts';
import { REGISTRY_REQUESTS } from './registrar.ts';

/**
 * Destroys the openings of bindings that ended within an erased time: without the salt the commitment on the chain says
 * nothing, and nobody can find the PoD by trying. A binding that goes on is the next holder's, too, and stays.
 */
export async function eraseOpenings(
  { dso, stream }: { dso: DsoRegistry; stream: Pick<Stream, 'rewrite'> },
  order: ErasureOrder,
): Promise<Record<string, number>> {
  const salts = dso.endedWithin(order);
  const holds = (value: string) => salts.some((salt) => value.includes(salt));
  const drop = ({ value }: { value: string }) => (holds(value) ? null : undefined);
  const published = (await stream.rewrite?.(TOPICS.registry, drop)) ?? 0;
  const requests = (await stream.rewrite?.(REGISTRY_REQUESTS, drop)) ?? 0;
  // Last, as they say what is to be found on the streams.
  return { openings: await dso.eraseOpenings(salts), streams: published + requests };
}
