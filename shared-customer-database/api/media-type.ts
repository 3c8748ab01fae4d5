import { AccessLayerError } from '@access-layer/core/errors';

/**
 * The best of our media types for an Accept header (RFC 9110, 12.5.1); the first of ours where everything is welcome.
 * @throws AccessLayerError SCD_NOT_ACCEPTABLE
 */
export function negotiate<T extends string>(accept: string | undefined, ours: readonly T[]): T {
  if (!accept) return ours[0]!;
  const ranges = accept.split(',').map(parseRange);
  let best: { type: T; quality: number } | undefined;
  for (const type of ours) {
    const quality = qualityOf(type, ranges);
    if (quality > (best?.quality ?? 0)) best = { type, quality };
  }
  if (best) return best.type;
  throw new AccessLayerError({
    code: 'SCD_NOT_ACCEPTABLE',
    message: `Accept: "${accept.slice(0, 200)}" names nothing that this answer comes in; expected ${ours.join(', ')}`,
  });
}

interface MediaRange {
  type: string;
  quality: number;
}

function parseRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = q === undefined ? 1 : Number(q.slice(2));
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** The most specific range decides. */
function qualityOf(type: string, ranges: MediaRange[]): number {
  const [main] = type.split('/');
  for (const wanted of [type, `${main}/*`, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === wanted);
    if (range) return range.quality;
  }
  return 0;
}
