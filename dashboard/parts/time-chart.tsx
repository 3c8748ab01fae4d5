import 'uplot/dist/uPlot.min.css';
import '../styles/chart.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import type { Formats } from '../format/formats.ts';
import { scale } from '../format/scale.ts';
import { chartTexts } from '../texts/chart.ts';
import { useFormats, useTexts } from '../texts/use-texts.tsx';
import { colourOf, onTheme } from './colours.ts';
import type { Series, Stretch } from './time-series.ts';

export interface TimeChartProps {
  /** What it shows, for who cannot see it. */
  label: string;
  timesMs: readonly number[];
  series: readonly Series[];
  stretches?: readonly Stretch[];
  height?: number;
  /** A range that was drawn with the pointer. */
  onRange?: (fromMs: number, untilMs: number) => void;
  /** Shown even where nothing is known at its ends. */
  fromMs?: number;
  untilMs?: number;
}

/** Series over time on a canvas: thousands of points without stutter. The values under the pointer are in words above. */
export function TimeChart({
  label,
  timesMs,
  series,
  stretches = [],
  height = 260,
  ...range
}: TimeChartProps) {
  const t = useTexts(chartTexts);
  const formats = useFormats();
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const [at, setAt] = useState<number | null>(null);
  const [dark, setDark] = useState(0);
  useEffect(() => onTheme(() => setDark((count) => count + 1)), []);
  const data = useMemo<uPlot.AlignedData>(
    () => [timesMs.map((ms) => ms / 1000), ...series.map(({ values }) => values as (number | null)[])],
    [timesMs, series],
  );
  const kinds = series.map(({ name, kind, colour, dashed, fill, unit }) => [
    name,
    kind,
    colour,
    dashed,
    fill,
    unit,
  ]);
  const shape = JSON.stringify(kinds);
  const { fromMs, untilMs } = range;
  const latest = useRef({ data, stretches, range });
  latest.current = { data, stretches, range };
  const shown = JSON.stringify([stretches, fromMs, untilMs]);

  // A chart that was taken away and made again would flicker: what moves on by itself is put into the one that is there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew when its shape changes; the rest is put in below
  useEffect(() => {
    const element = frame.current!;
    const options = optionsOf({
      ...{ series, height, formats, width: element.clientWidth },
      rangeNow: () => latest.current.range,
    });
    const made = new uPlot(
      {
        ...options,
        hooks: {
          drawClear: [(plot) => drawStretches(plot, latest.current.stretches)],
          setCursor: [(plot) => setAt(plot.cursor.idx ?? null)],
          setSelect: [(plot) => select(plot, latest.current.range.onRange)],
        },
      },
      latest.current.data,
      element,
    );
    chart.current = made;
    const resize = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      made.destroy();
    };
  }, [shape, formats, height, dark]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a range that moves on is drawn with the same data
  useEffect(() => chart.current?.setData(data), [data, shown]);

  const index = at ?? lastIndex(series);
  return (
    <figure className="chart">
      <figcaption className="legend">
        <span className="numeric quiet">
          {timesMs[index] === undefined ? '' : formats.dateTime(timesMs[index])}
        </span>
        {series.map(({ name, unit, colour, values, dashed }) => (
          <span key={name}>
            <i className={dashed ? 'key dashed' : 'key'} style={{ color: `var(${colour})` }} />
            {name}{' '}
            <strong className="numeric">
              {typeof values[index] === 'number' ? formats.quantity(values[index], unit) : t.nothing}
            </strong>
          </span>
        ))}
        {unique(stretches).map(({ name, colour }) => (
          <span key={name}>
            <i className="key area" style={{ color: `var(${colour})` }} />
            {name}
          </span>
        ))}
      </figcaption>
      {/* The numbers of a canvas are in the table beside it; here is what it shows. */}
      <div ref={frame} role="img" aria-label={`${label}. ${summary(series, formats, t.summary)}`} />
    </figure>
  );
}

function unique(stretches: readonly Stretch[]): Stretch[] {
  return [...new Map(stretches.map((stretch) => [stretch.name, stretch])).values()];
}

function lastIndex(series: readonly Series[]): number {
  const values = series[0]?.values ?? [];
  return values.findLastIndex((value) => value !== null);
}

function summary(
  series: readonly Series[],
  formats: Formats,
  say: (name: string, least: string, most: string) => string,
): string {
  return series
    .flatMap(({ name, unit, values }) => {
      const known = values.filter((value) => value !== null);
      if (known.length === 0) return [];
      const [least, most] = known.reduce(
        ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
        [known[0]!, known[0]!],
      );
      return [say(name, formats.quantity(least!, unit), formats.quantity(most!, unit))];
    })
    .join(' ');
}

function select(plot: uPlot, onRange: TimeChartProps['onRange']): void {
  const { left, width } = plot.select;
  if (width < 4) return;
  const [from, until] = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onRange?.(Math.floor(from * 1000), Math.ceil(until * 1000));
}

function drawStretches(plot: uPlot, stretches: readonly Stretch[]): void {
  const { ctx, bbox } = plot;
  for (const { fromMs, untilMs, colour } of stretches) {
    const from = Math.max(bbox.left, plot.valToPos(fromMs / 1000, 'x', true));
    const until = Math.min(bbox.left + bbox.width, plot.valToPos(untilMs / 1000, 'x', true));
    if (until < bbox.left || from > bbox.left + bbox.width) continue;
    ctx.fillStyle = translucent(colourOf(colour), 0.14);
    ctx.fillRect(from, bbox.top, Math.max(1, until - from), bbox.height);
  }
}

function translucent(colour: string, alpha: number): string {
  return colour.startsWith('rgb(') ? colour.replace('rgb(', 'rgba(').replace(')', `, ${alpha})`) : colour;
}

interface Parts {
  series: readonly Series[];
  height: number;
  width: number;
  formats: Formats;
  /** What is to be shown at the time of drawing. */
  rangeNow: () => Pick<TimeChartProps, 'fromMs' | 'untilMs'>;
}

function optionsOf({ series, height, width, formats, rangeNow }: Parts): uPlot.Options {
  const [ink, grid] = [colourOf('--ink-2'), colourOf('--grid')];
  const font = `${Math.round(0.7 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize))}px "Inter Variable", sans-serif`;
  const axis = { stroke: ink, font, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
  const units = [...new Set(series.map(({ unit }) => unit))];
  return {
    width,
    height,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), formats.timeZone),
    legend: { show: false },
    cursor: { drag: { x: true, y: false }, points: { size: 7 } },
    scales: {
      x: {
        time: true,
        range: (_plot, min, max) => {
          const { fromMs, untilMs } = rangeNow();
          return fromMs === undefined || untilMs === undefined ? [min, max] : [fromMs / 1000, untilMs / 1000];
        },
      },
      ...Object.fromEntries(units.map((unit) => [unit, { range: rangeOf }])),
    },
    axes: [
      { ...axis, size: 42, values: timeLabels(formats) },
      ...units.map(
        (unit, index): uPlot.Axis => ({
          ...axis,
          scale: unit,
          side: index === 0 ? 3 : 1,
          size: 58,
          ...(index === 0 ? {} : { grid: { show: false } }),
          values: (_plot, splits) => valueLabels(splits, unit, formats),
        }),
      ),
    ],
    series: [{}, ...series.map(seriesOptions)],
  };
}

function seriesOptions({ unit, colour, kind = 'line', dashed, fill }: Series): uPlot.Series {
  const stroke = colourOf(colour);
  const paths = uPlot.paths;
  return {
    scale: unit,
    stroke,
    width: 1.5,
    spanGaps: false,
    points: { show: false },
    ...(dashed ? { dash: [6, 4] } : {}),
    ...(fill || kind === 'bars' ? { fill: translucent(stroke, kind === 'bars' ? 0.55 : 0.1) } : {}),
    ...(kind === 'steps' ? { paths: paths.stepped!({ align: 1 }) } : {}),
    ...(kind === 'bars' ? { paths: paths.bars!({ size: [0.8, 40], align: 1 }) } : {}),
  };
}

/** Zero is always in sight: a third of a power must look like a third. */
const rangeOf: uPlot.Scale.Range = (_plot, min, max) => {
  if (min === null || max === null) return [0, 1];
  const [low, high] = [Math.min(0, min), Math.max(0, max)];
  const room = (high - low || 1) * 0.06;
  return [low < 0 ? low - room : 0, high > 0 ? high + room : room];
};

function valueLabels(splits: number[], unit: string, formats: Formats): string[] {
  const largest = splits.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  const { value, unit: scaled } = scale(largest, unit);
  const factor = largest === 0 ? 1 : value / largest;
  return splits.map((split) => `${formats.number(split * factor, 2)} ${scaled}`);
}

/** Clock times in the viewer's zone; the date where a day begins. */
function timeLabels({ locale, timeZone }: Formats): uPlot.Axis.DynamicValues {
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const fine = new Intl.DateTimeFormat(locale, {
    ...{ timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  });
  const day = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' });
  return (_plot, splits, _axis, _space, incr) => {
    let before = '';
    return splits.map((split) => {
      const date = split * 1000;
      const today = day.format(date);
      const isNew = today !== before;
      before = today;
      if (incr >= 86_400) return today;
      const time = (incr < 60 ? fine : clock).format(date);
      return isNew ? `${time}\n${today}` : time;
    });
  };
}
