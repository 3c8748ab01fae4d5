import { TOPICS } from '@access-layer/core/record';
import type { Stream } from '@access-layer/kit/stream';
import type { DsoRegistry } from './dso-registry.ts';

/** Under this name the DSO's registrar appends to the stream; its sequence is that of its own list of changes. */
const PRODUCER = 'dso-registrar';

/**
 * Appends the openings that the stream may not have yet, those behind `after`; repeating it appends nothing twice.
 * Whoever publishes publishes all of them in order, so that several processes may. Answers the last sequence.
 */
export async function publishOpenings(
  dso: Pick<DsoRegistry, 'changes'>,
  stream: Pick<Stream, 'append'>,
  after = 0,
): Promise<number> {
  let last = after;
  for (const { sequence, node, opening } of dso.changes(after)) {
    await stream.append(TOPICS.registry, [{ key: node, value: opening }], { producer: PRODUCER, sequence });
    last = sequence;
  }
  return last;
}
