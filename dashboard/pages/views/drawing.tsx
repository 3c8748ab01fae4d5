import { lazy, Suspense } from 'react';
import type { Cell } from '../../api/reports.ts';
import type { ViewPanel } from '../../api/views.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Gauge } from '../../parts/gauge.tsx';
import { ShareBar } from '../../parts/share-bar.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { type Group, type Measure, type Measured, totalOf, UNITS } from './measured.ts';
import { views } from './texts.ts';

const TimeChart = lazy(async () => ({ default: (await import('../../parts/time-chart.tsx')).TimeChart }));
const AreaMap = lazy(async () => ({ default: (await import('../../map/area-map.tsx')).AreaMap }));
const MOST_LINES = 5;
const HEIGHT = 260;

interface Drawn {
  panel: ViewPanel;
  made: Measured;
  cells: readonly Cell[];
}

/** What a panel shows, in the way that its editor has chosen. */
export function Drawing(drawn: Drawn) {
  const Kind = { graph: Graph, gauge: Whole, table: Table, map: Area }[drawn.panel.kind];
  return (
    <Suspense fallback={<Skeleton rows={5} />}>
      <Kind {...drawn} />
    </Suspense>
  );
}

/** A value of a measure as people read it. */
function useSay(measure: Measure): (value: number | undefined, suppressed?: boolean) => string {
  const t = useTexts(views);
  const formats = useFormats();
  return (value, suppressed) => {
    if (value === undefined) return suppressed ? t.suppressed : '–';
    return measure === 'completeness' ? formats.percent(value) : formats.quantity(value, UNITS[measure]);
  };
}

function Graph({ panel: { title, measure }, made: { timesMs, groups } }: Drawn) {
  const shown = groups.slice(0, MOST_LINES);
  const isShare = measure === 'completeness';
  return (
    <TimeChart
      label={title}
      timesMs={timesMs}
      height={HEIGHT}
      series={shown.map(({ group, values }, index) => ({
        name: group,
        unit: isShare ? '%' : UNITS[measure],
        colour: `--series-${index + 1}`,
        values: isShare ? values.map((value) => value && value * 100) : values,
        kind: shown.length === 1 ? ('bars' as const) : ('line' as const),
      }))}
    />
  );
}

function Whole({ panel: { title, measure, full }, cells }: Drawn) {
  const t = useTexts(views);
  const say = useSay(measure);
  const total = totalOf(cells, measure);
  const isShare = measure === 'completeness';
  const most = isShare ? 1 : full;
  return (
    <Gauge
      label={title}
      value={say(total)}
      what={full === undefined || isShare ? t.measures[measure] : `${t.measures[measure]} / ${say(full)}`}
      share={most === undefined ? 0 : Math.min(1, Math.max(0, (total ?? 0) / most))}
    />
  );
}

function Table({ panel: { title, measure, groupBy }, made: { groups } }: Drawn) {
  const t = useTexts(views);
  const formats = useFormats();
  const say = useSay(measure);
  const most = Math.max(...groups.map(({ value = 0 }) => value));
  const columns: Column<Group>[] = [
    {
      id: 'group',
      title: groupBy ? t.group : t.pod,
      cell: ({ group }) => group,
      sort: ({ group }) => group,
    },
    {
      id: 'pods',
      title: t.pods,
      number: true,
      cell: ({ pods }) => formats.number(pods),
      sort: ({ pods }) => pods,
    },
    {
      id: 'value',
      title: t.measures[measure],
      number: true,
      cell: ({ value, suppressed }) => say(value, suppressed),
      sort: ({ value = -1 }) => value,
    },
    {
      id: 'share',
      title: t.share,
      cell: ({ value }) => (value === undefined || most <= 0 ? '–' : <ShareBar share={value / most} />),
    },
  ];
  return <DataTable label={title} columns={columns} rows={groups} rowKey={({ group }) => group} />;
}

function Area({ panel: { title, measure }, made: { groups } }: Drawn) {
  const say = useSay(measure);
  const byName = new Map(groups.map((group) => [group.group, group]));
  const most = Math.max(...groups.map(({ value = 0 }) => value)) || 1;
  return (
    <AreaMap
      label={title}
      shade={(name) => {
        const group = byName.get(name);
        return group && { share: (group.value ?? 0) / most, text: say(group.value, group.suppressed) };
      }}
    />
  );
}
