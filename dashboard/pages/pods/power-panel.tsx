import { lazy, Suspense, useMemo } from 'react';
import type { MeterSeries } from '../../api/pods.ts';
import { useAggregates, useReadings, useSetPoints } from '../../api/readings.ts';
import { unitOf } from '../../format/units.ts';
import { useAddress } from '../../parts/address.ts';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty, Skeleton } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { type Ordered, powerSeries, stretches } from './power-series.ts';
import { type Range, showsReadings } from './range.ts';
import { pods } from './texts.ts';

const TimeChart = lazy(async () => ({ default: (await import('../../parts/time-chart.tsx')).TimeChart }));
const CHART_HEIGHT = 280;
const iso = (ms: number) => new Date(ms).toISOString();

/** A value over time: each reading where they fit, else mean, least and most of each quarter of an hour. */
export function PowerPanel({ pod, series, range }: { pod: string; series: MeterSeries; range: Range }) {
  const t = useTexts(pods);
  const { get, set } = useAddress();
  const name = get('value') ?? 'activePowerW';
  const each = showsReadings(range, series);
  const zoom = (fromMs: number, untilMs: number) => set({ from: iso(fromMs), until: iso(untilMs) });
  return (
    <Panel
      title={each ? nameOf(name, t.names) : t.power}
      note={each ? t.powerNote : t.meanNote}
      flush
      tools={each && <ValueSelect pod={pod} series={series} range={range} name={name} />}
    >
      <Suspense fallback={<Skeleton rows={6} />}>
        {each ? (
          <EachReading pod={pod} meter={series.meter} range={range} name={name} zoom={zoom} />
        ) : (
          <ByQuarter pod={pod} meter={series.meter} range={range} zoom={zoom} />
        )}
      </Suspense>
    </Panel>
  );
}

export function nameOf(name: string, names: Record<string, string>): string {
  return names[name] ?? name;
}

function ValueSelect({
  pod,
  series,
  range,
  name,
}: {
  pod: string;
  series: MeterSeries;
  range: Range;
  name: string;
}) {
  const t = useTexts(pods);
  const { set } = useAddress();
  const { data = [] } = useReadings(pod, series.meter, range, true);
  const known = useMemo(
    () =>
      Object.entries(data.at(-1)?.values ?? {}).flatMap(([key, value]) =>
        typeof value === 'number' ? [key] : [],
      ),
    [data],
  );
  return (
    <select
      className="select"
      aria-label={t.value}
      value={name}
      onChange={({ target }) => set({ value: target.value === 'activePowerW' ? undefined : target.value })}
    >
      {[...new Set([name, ...known])].map((key) => (
        <option key={key} value={key}>
          {nameOf(key, t.names)}
        </option>
      ))}
    </select>
  );
}

interface ChartProps {
  pod: string;
  meter: string;
  range: Range;
  zoom: (fromMs: number, untilMs: number) => void;
}

function EachReading({ pod, meter, range, name, zoom }: ChartProps & { name: string }) {
  const t = useTexts(pods);
  const query = useReadings(pod, meter, range, true);
  const ordered = useOrdered(pod, range);
  const made = useMemo(
    () => powerSeries(query.data ?? [], name, name === 'activePowerW' ? ordered : []),
    [query.data, name, ordered],
  );
  return (
    <Answer query={query} rows={6}>
      {(readings) => {
        if (readings.length === 0) return <Empty help={t.emptyRange} />;
        const unit = unitOf(name);
        const measured = {
          name: nameOf(name, t.names),
          unit,
          colour: '--series-1',
          values: made.values,
          fill: true,
        };
        const order = {
          name: t.ordered,
          unit,
          colour: '--series-2',
          values: made.ordered,
          dashed: true,
          kind: 'steps' as const,
        };
        return (
          <TimeChart
            label={`${nameOf(name, t.names)}, ${pod}`}
            timesMs={made.timesMs}
            series={made.ordered.some((value) => value !== null) ? [measured, order] : [measured]}
            stretches={stretches(made, { gap: t.gap, doubtful: t.doubtful })}
            height={CHART_HEIGHT}
            fromMs={range.fromMs}
            untilMs={range.untilMs}
            onRange={zoom}
          />
        );
      }}
    </Answer>
  );
}

function useOrdered(pod: string, range: Range): Ordered[] {
  const { data } = useSetPoints(pod, range);
  return useMemo(
    () =>
      (data?.setPoints ?? []).map(({ from, until, valueW, mode }) => ({
        fromMs: Date.parse(from),
        untilMs: Date.parse(until),
        mode,
        ...(valueW === undefined ? {} : { valueW }),
      })),
    [data],
  );
}

function ByQuarter({ pod, meter, range, zoom }: ChartProps) {
  const t = useTexts(pods);
  const { timeZone } = useFormats();
  const query = useAggregates(pod, meter, range, { step: '15min', zone: timeZone });
  const made = useMemo(() => {
    const intervals = query.data ?? [];
    const of = (field: 'powerMeanW' | 'powerMinW' | 'powerMaxW') =>
      intervals.map((one) => one[field] ?? null);
    return {
      timesMs: intervals.map(({ from }) => Date.parse(from)),
      ...{ mean: of('powerMeanW'), least: of('powerMinW'), most: of('powerMaxW') },
      gaps: intervals.flatMap(({ from, until, readings }) =>
        readings === 0 ? [{ fromMs: Date.parse(from), untilMs: Date.parse(until) }] : [],
      ),
    };
  }, [query.data]);
  return (
    <Answer query={query} rows={6}>
      {(intervals) =>
        intervals.every(({ readings }) => readings === 0) ? (
          <Empty help={t.emptyRange} />
        ) : (
          <TimeChart
            label={`${t.power}, ${pod}`}
            timesMs={made.timesMs}
            series={[
              { name: t.mean, unit: 'W', colour: '--series-1', values: made.mean, fill: true },
              { name: t.most, unit: 'W', colour: '--series-2', values: made.most },
              { name: t.least, unit: 'W', colour: '--series-3', values: made.least },
            ]}
            stretches={stretches({ gaps: made.gaps, doubtful: [] }, { gap: t.gap, doubtful: t.doubtful })}
            height={CHART_HEIGHT}
            fromMs={range.fromMs}
            untilMs={range.untilMs}
            onRange={zoom}
          />
        )
      }
    </Answer>
  );
}
