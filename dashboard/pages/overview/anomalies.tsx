import { ShieldCheck } from 'lucide-react';
import { Link } from 'wouter';
import { useData } from '../../api/use-data.ts';
import { Age } from '../../parts/age.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { overview } from './texts.ts';

const EVERY_MS = 5000;

export function useAnomalies() {
  return useData(
    ['anomalies'],
    (client) => client.bal.GET('/anomalies', { params: { query: { limit: '1000' } } }),
    {
      everyMs: EVERY_MS,
    },
  );
}

type Anomaly = NonNullable<ReturnType<typeof useAnomalies>['data']>['items'][number];

export function Anomalies({ className }: { className: string }) {
  const t = useTexts(overview);
  const query = useAnomalies();
  const columns: Column<Anomaly>[] = [
    { id: 'what', title: t.what, cell: ({ type }) => t.types[type] ?? type, sort: ({ type }) => type },
    {
      id: 'where',
      title: t.where,
      cell: ({ node }) => <Link href={`/nodes/${node}`}>{node}</Link>,
      sort: ({ node }) => node,
    },
    { id: 'when', title: t.noticed, cell: ({ at }) => <Age ms={at} />, sort: ({ at }) => at },
  ];
  return (
    <Panel title={t.anomalies} note={t.anomaliesNote} className={className} flush>
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
              order={{ id: 'when', down: true }}
            />
          )
        }
      </Answer>
    </Panel>
  );
}
