import { FileSpreadsheet, Printer } from 'lucide-react';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { REPORT_KINDS, type ReportKind, useReport } from '../../api/reports.ts';
import { saveBlob } from '../../api/save.ts';
import { useUntil } from '../../api/until.ts';
import { useAddress } from '../../parts/address.ts';
import { NoteBar } from '../../parts/badge.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Answer } from '../../parts/query.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { Empty } from '../../parts/states.tsx';
import { UntilField } from '../../parts/until-field.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { GaugePanel } from './gauge-panel.tsx';
import { GroupChart } from './group-chart.tsx';
import { groupSums, reportCsv } from './group-sums.ts';
import { GroupTable } from './group-table.tsx';
import { MapPanel } from './map-panel.tsx';
import { reports } from './texts.ts';

const DAY_MS = 86_400_000;
const SPANS = ['1', '7', '31'] as const;

/** The four kinds of report (and power apart from set-points), each as a table, over time, as a gauge and on a map. */
export function ReportsPage() {
  const t = useTexts(reports);
  const { get, set } = useAddress();
  const kind = REPORT_KINDS.find((known) => known === get('kind')) ?? 'municipality';
  const days = SPANS.find((known) => known === get('days')) ?? '7';
  const untilMs = useUntil(get('until'));
  const range = { fromMs: untilMs - Number(days) * DAY_MS, untilMs };
  return (
    <>
      <PageHead title={t.title} about={t.about}>
        <Link className="button" href="/reports/views">
          {t.savedViews}
        </Link>
        <select
          className="select"
          aria-label={t.kind}
          value={kind}
          onChange={({ target }) => set({ kind: target.value })}
        >
          {REPORT_KINDS.map((known) => (
            <option key={known} value={known}>
              {t.kinds[known]}
            </option>
          ))}
        </select>
        <Segmented
          label={t.days}
          value={days}
          options={SPANS.map((span) => [span, t.spans[span]] as const)}
          choose={(span) => set({ days: span })}
        />
        <UntilField label={t.until} untilMs={untilMs} />
      </PageHead>
      <Report kind={kind} range={range} />
    </>
  );
}

function Report({ kind, range }: { kind: ReportKind; range: { fromMs: number; untilMs: number } }) {
  const t = useTexts(reports);
  const formats = useFormats();
  const step = range.untilMs - range.fromMs > 2 * DAY_MS ? 'day' : 'hour';
  const query = useReport(kind, range, step, formats.timeZone);
  const sums = useMemo(() => groupSums(query.data?.cells ?? []), [query.data]);
  const name = `${kind}-${new Date(range.fromMs).toISOString().slice(0, 10)}`;
  return (
    <Answer query={query} rows={8}>
      {({ cells, hiddenPods }) => (
        <>
          {hiddenPods > 0 && <NoteBar>{t.hidden(formats.number(hiddenPods))}</NoteBar>}
          <div className="row tools">
            <button
              type="button"
              className="button"
              onClick={() => saveBlob(new Blob([reportCsv(sums)], { type: 'text/csv' }), `${name}.csv`)}
            >
              <Icon of={FileSpreadsheet} />
              {t.csv}
            </button>
            <button type="button" className="button" onClick={() => print()}>
              <Icon of={Printer} />
              {t.print}
            </button>
          </div>
          {sums.length === 0 ? (
            <Empty help={t.empty} />
          ) : (
            <div className="grid">
              <GroupTable kind={kind} sums={sums} className="w8" />
              <GaugePanel sums={sums} className="w4" />
              <GroupChart
                kind={kind}
                cells={cells}
                className={kind === 'municipality' ? 'w7' : ''}
                name={name}
              />
              {kind === 'municipality' && <MapPanel sums={sums} className="w5" />}
            </div>
          )}
        </>
      )}
    </Answer>
  );
}
