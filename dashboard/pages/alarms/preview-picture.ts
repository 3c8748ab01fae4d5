import type { Preview } from '../../api/alarms.ts';
import { type Series, type Stretch, usualStepMs, withGaps } from '../../parts/time-series.ts';
import type { RuleForm } from './rule-form.ts';

const COLOURS = ['--series-1', '--series-2', '--series-3', '--series-4'];
/** Neighbours further apart than so many usual steps: nothing is known between them. */
const GAP_STEPS = 8;
const LEAST_GAP_MS = 120_000;

interface Words {
  unit: string;
  limit: string;
  rings: string;
}

/** A preview as lines over time, with the limit across and the time in which it would have rung behind. */
export function pictureOf(preview: Preview, form: RuleForm, { unit, limit, rings }: Words) {
  const untilMs = Date.parse(preview.until);
  const fromMs = beginOf(preview, untilMs);
  const stretches: Stretch[] = preview.rings.map(({ from, until }) => ({
    ...{ fromMs: Date.parse(from), untilMs: until ? Date.parse(until) : untilMs },
    ...{ colour: '--bad', name: rings },
  }));
  const times = [...new Set([fromMs, ...preview.series.flatMap(({ timesMs }) => timesMs), untilMs])].sort(
    (a, b) => a - b,
  );
  const lines = preview.series.map(({ subject, timesMs, values }, index): Series => {
    const gapMs = Math.max(LEAST_GAP_MS, GAP_STEPS * usualStepMs(timesMs));
    const samples = withGaps(
      timesMs.map((atMs, at) => ({ atMs, values: [values[at]!] })),
      gapMs,
    );
    const known = new Map(samples.map((sample) => [sample.atMs, sample.values[0]!]));
    return {
      ...{ name: subject, unit, colour: COLOURS[index % COLOURS.length]! },
      values: times.map((time) => known.get(time) ?? null),
    };
  });
  const value = Number(form.kind === 'anchor-age' ? form.aboveS : form.limit);
  const hasLimit = lines.length > 0;
  const across: Series = { name: limit, unit, colour: '--bad', dashed: true, values: times.map(() => value) };
  const empty: Series = { name: rings, unit: '', colour: '--bad', values: times.map(() => 0) };
  return { fromMs, untilMs, timesMs: times, series: hasLimit ? [...lines, across] : [empty], stretches };
}

const LEAST_SHOWN_MS = 600_000;

/** The past day, or as much of it as anything is known of. */
function beginOf({ from, series, rings }: Preview, untilMs: number): number {
  const known = [
    ...series.flatMap(({ timesMs }) => timesMs[0] ?? []),
    ...rings.map((ring) => Date.parse(ring.from)),
  ];
  if (known.length === 0) return Date.parse(from);
  return Math.max(Date.parse(from), Math.min(...known, untilMs - LEAST_SHOWN_MS));
}
