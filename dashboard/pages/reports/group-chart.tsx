import { ImageDown } from 'lucide-react';
import { lazy, Suspense, useMemo, useRef } from 'react';
import type { Cell, ReportKind } from '../../api/reports.ts';
import { saveBlob } from '../../api/save.ts';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { groupName } from './group-name.ts';
import { groupSeries } from './group-sums.ts';
import { reports } from './texts.ts';

const TimeChart = lazy(async () => ({ default: (await import('../../parts/time-chart.tsx')).TimeChart }));
const MOST = 5;
const HEIGHT = 300;

/** Withdrawal of the largest groups over time. */
export function GroupChart({
  kind,
  cells,
  className,
  name,
}: {
  kind: ReportKind;
  cells: readonly Cell[];
  className: string;
  name: string;
}) {
  const t = useTexts(reports);
  const made = useMemo(() => groupSeries(cells, MOST), [cells]);
  const frame = useRef<HTMLDivElement>(null);
  const saveImage = () =>
    frame.current?.querySelector('canvas')?.toBlob((blob) => blob && saveBlob(blob, `${name}.png`));
  return (
    <Panel
      title={t.overTime}
      note={t.overTimeNote}
      className={className}
      flush
      tools={
        <button type="button" className="button" onClick={saveImage}>
          <Icon of={ImageDown} />
          {t.image}
        </button>
      }
    >
      <div ref={frame}>
        <Suspense fallback={<Skeleton rows={6} />}>
          <TimeChart
            label={t.overTime}
            timesMs={made.timesMs}
            height={HEIGHT}
            series={made.byGroup.map(({ group, values }, index) => ({
              name: groupName(kind, group, t),
              unit: 'Wh',
              colour: `--series-${index + 1}`,
              values,
              kind: made.byGroup.length === 1 ? ('bars' as const) : ('line' as const),
            }))}
          />
        </Suspense>
      </div>
    </Panel>
  );
}
