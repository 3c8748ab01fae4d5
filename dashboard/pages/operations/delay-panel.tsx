import { lazy, Suspense, useMemo } from 'react';
import { useBatches } from '../../api/chain.ts';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { withGaps } from '../../parts/time-series.ts';
import { useTexts } from '../../texts/use-texts.tsx';
import { operations } from './texts.ts';

const TimeChart = lazy(async () => ({ default: (await import('../../parts/time-chart.tsx')).TimeChart }));
const BATCHES = 200;
const HEIGHT = 220;
/** Nothing was sealed for so long: there was nothing, or nobody. */
const GAP_MS = 60_000;

/** How long the newest batches took from their first packet to the chain. */
export function DelayPanel({ className }: { className: string }) {
  const t = useTexts(operations);
  const query = useBatches(undefined, BATCHES);
  const made = useMemo(() => {
    const anchored = (query.data?.items ?? []).filter(({ anchor }) => anchor).reverse();
    const samples = anchored.map(({ sealedAtMs, anchor, from, count }) => ({
      atMs: sealedAtMs,
      values: [Math.max(0, anchor!.blockTime - from) / 1000, count],
    }));
    const shown = withGaps(samples, GAP_MS);
    return {
      timesMs: shown.map(({ atMs }) => atMs),
      delays: shown.map(({ values }) => values[0] ?? null),
      counts: shown.map(({ values }) => values[1] ?? null),
    };
  }, [query.data]);
  return (
    <Panel title={t.delay} note={t.delayNote} className={className} flush>
      <Answer query={query} rows={5}>
        {() => (
          <Suspense fallback={<Skeleton rows={5} />}>
            <TimeChart
              label={t.delay}
              timesMs={made.timesMs}
              height={HEIGHT}
              series={[
                { name: t.delayOf, unit: 's', colour: '--series-1', values: made.delays, fill: true },
                { name: t.packetsOf, unit: '', colour: '--series-2', values: made.counts },
              ]}
            />
          </Suspense>
        )}
      </Answer>
    </Panel>
  );
}
