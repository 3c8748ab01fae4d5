import { Link } from 'wouter';
import type { PodRow } from '../../api/pods.ts';
import { useAggregates } from '../../api/readings.ts';
import { Age } from '../../parts/age.tsx';
import { FigureValue } from '../../parts/figure-value.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { myData } from './texts.ts';

const DAY_MS = 86_400_000;
const DAYS = 7;

/** A household's own numbers: today and the last week. */
export function OwnPod({ row: { pod, lastMs, series } }: { row: PodRow }) {
  const t = useTexts(myData);
  const formats = useFormats();
  const meter = (series.find(({ role }) => role === 'exchange') ?? series[0])?.meter;
  const end = Math.floor((lastMs ?? Date.now()) / DAY_MS) * DAY_MS + DAY_MS;
  const { data: days = [] } = useAggregates(
    pod,
    meter,
    { fromMs: end - DAYS * DAY_MS, untilMs: end },
    { step: 'day', zone: formats.timeZone, when: meter !== undefined },
  );
  const last = days.findLast(({ readings }) => readings > 0);
  const sum = (of: typeof days, name: 'energyImportWh' | 'energyExportWh') =>
    formats.quantity(
      of.reduce((total, day) => total + (day[name] ?? 0), 0),
      'Wh',
    );
  return (
    <Panel title={pod} className="w6" tools={<Link href={`/pods/${pod}`}>{t.look}</Link>}>
      <div className="grid">
        <div className="w4">
          <FigureValue
            name={`${t.today}, ${t.consumed}`}
            value={sum(last ? [last] : [], 'energyImportWh')}
            more={`${sum(last ? [last] : [], 'energyExportWh')} ${t.produced}`}
          />
        </div>
        <div className="w4">
          <FigureValue
            name={`${t.week}, ${t.consumed}`}
            value={sum(days, 'energyImportWh')}
            more={`${sum(days, 'energyExportWh')} ${t.produced}`}
          />
        </div>
        <div className="w4">
          <FigureValue name={t.last} value={lastMs ? <Age ms={lastMs} /> : '–'} />
        </div>
      </div>
    </Panel>
  );
}
