/** A line or bars over time. A value that is not there is null, and is drawn as a gap: never as a line across it. */
export interface Series {
  name: string;
  unit: string;
  /** Variable of the theme. */
  colour: string;
  values: readonly (number | null)[];
  kind?: 'line' | 'steps' | 'bars';
  /** Drawn with dashes: ordered, expected. */
  dashed?: boolean;
  fill?: boolean;
}

/** A stretch of time behind the series: a gap, an activation, a quality. */
export interface Stretch {
  fromMs: number;
  untilMs: number;
  colour: string;
  name: string;
}

export interface Sample {
  atMs: number;
  values: readonly (number | null)[];
}

/**
 * Samples with an empty one in every hole: where two lie further apart than `gapMs`, nothing is known between them, and
 * no line may go across.
 */
export function withGaps(samples: readonly Sample[], gapMs: number): Sample[] {
  const result: Sample[] = [];
  for (const sample of samples) {
    const before = result.at(-1);
    if (before && sample.atMs - before.atMs > gapMs) {
      result.push({ atMs: before.atMs + 1, values: sample.values.map(() => null) });
    }
    result.push(sample);
  }
  return result;
}

/** The distance that most neighbours have: the interval of a series that nobody has declared. */
export function usualStepMs(times: readonly number[]): number {
  const steps = times.slice(1).map((time, index) => time - times[index]!);
  const sorted = steps.filter((step) => step > 0).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Holes of a series: where neighbours lie further apart than `gapMs`. */
export function gapsOf(times: readonly number[], gapMs: number): { fromMs: number; untilMs: number }[] {
  return times.slice(1).flatMap((untilMs, index) => {
    const fromMs = times[index]!;
    return untilMs - fromMs > gapMs ? [{ fromMs, untilMs }] : [];
  });
}
