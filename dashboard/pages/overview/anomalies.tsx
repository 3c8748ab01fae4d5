import { ShieldCheck } from 'lucide-react';
import { Link } from 'wouter';
import { type Anomaly, type AnomalyFilter, useAnomalies } from '../../api/anomalies.ts';
import { Age } from '../../parts/age.tsx';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { overview } from './texts.ts';

const TONES: Record<Anomaly['severity'], Tone> = { info: 'info', warning: 'warn', critical: 'bad' };
const NODE = /^[a-z0-9-]{1,64}$/;

/** What is open now, or all that a filter lets through. */
export function Anomalies({
  className,
  filter = { open: true },
}: {
  className: string;
  filter?: AnomalyFilter;
}) {
  const t = useTexts(overview);
  const formats = useFormats();
  const query = useAnomalies(filter);
  const columns: Column<Anomaly>[] = [
    {
      id: 'severity',
      title: t.state,
      cell: ({ severity, state }) => (
        <Badge tone={state === 'open' ? TONES[severity] : 'none'}>{t.severities[severity]}</Badge>
      ),
      sort: ({ severity }) => ['critical', 'warning', 'info'].indexOf(severity),
    },
    { id: 'what', title: t.what, cell: ({ type }) => t.types[type], sort: ({ type }) => t.types[type] },
    {
      id: 'where',
      title: t.where,
      cell: ({ node }) =>
        NODE.test(node) ? <Link href={`/nodes/${node}`}>{node}</Link> : <code>{node}</code>,
      sort: ({ node }) => node,
    },
    {
      id: 'last',
      title: t.noticedLast,
      cell: ({ lastAtMs }) => <Age ms={lastAtMs} />,
      sort: ({ lastAtMs }) => lastAtMs,
    },
    {
      id: 'count',
      title: t.times,
      number: true,
      cell: ({ count }) => formats.number(count),
      sort: ({ count }) => count,
    },
  ];
  return (
    <Panel title={t.anomalies} note={filter.open ? t.openOnly : t.anomaliesNote} className={className} flush>
      <Answer query={query} rows={5}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={ShieldCheck} title={t.quiet} help={t.noAnomalies} />
          ) : (
            <DataTable
              label={t.anomalies}
              columns={columns}
              rows={items}
              rowKey={({ id }) => String(id)}
              order={{ id: 'last', down: true }}
            />
          )
        }
      </Answer>
    </Panel>
  );
}
