import { ShieldCheck } from 'lucide-react';
import { useData } from '../../api/use-data.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { operations } from './texts.ts';

const EVERY_MS = 10_000;

function useQuarantine() {
  return useData(['quarantine'], (client) => client.data.GET('/v1/quarantine'), { everyMs: EVERY_MS });
}

type SetAside = NonNullable<ReturnType<typeof useQuarantine>['data']>['items'][number];

/** What the Shared Customer Database could not vouch for, and why. */
export function QuarantinePanel({ className }: { className: string }) {
  const t = useTexts(operations);
  const query = useQuarantine();
  const columns: Column<SetAside>[] = [
    { id: 'reason', title: t.reason, cell: ({ reason }) => reason, sort: ({ reason }) => reason },
    {
      id: 'record',
      title: t.record,
      wrap: true,
      cell: (item) => <code>{JSON.stringify(item).slice(0, 240)}</code>,
    },
  ];
  return (
    <Panel title={t.setAside} className={className} flush>
      <Answer query={query} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={ShieldCheck} title={t.none} help={t.setAsideNone} />
          ) : (
            <DataTable label={t.setAside} columns={columns} rows={items} rowKey={({ id }) => String(id)} />
          )
        }
      </Answer>
    </Panel>
  );
}
