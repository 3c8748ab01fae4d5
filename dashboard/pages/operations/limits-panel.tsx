import { useData } from '../../api/use-data.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { operations } from './texts.ts';

interface Limit {
  name: string;
  perS: number;
  burst: number;
}

export function LimitsPanel({ className }: { className: string }) {
  const t = useTexts(operations);
  const formats = useFormats();
  const query = useData(['limits'], (client) => client.gateway.GET('/limits'));
  const columns: Column<Limit>[] = [
    { id: 'name', title: t.kind, cell: ({ name }) => name, sort: ({ name }) => name },
    {
      id: 'perS',
      title: t.perSecond,
      number: true,
      cell: ({ perS }) => formats.number(perS, 1),
      sort: ({ perS }) => perS,
    },
    {
      id: 'burst',
      title: t.burst,
      number: true,
      cell: ({ burst }) => formats.number(burst),
      sort: ({ burst }) => burst,
    },
  ];
  return (
    <Panel title={t.limits} note={t.limitsNote} className={className} flush>
      <Answer query={query} rows={5}>
        {({ own }) => (
          <DataTable
            label={t.limits}
            columns={columns}
            rows={Object.entries(own).map(([name, limit]) => ({ name, ...(limit as Omit<Limit, 'name'>) }))}
            rowKey={({ name }) => name}
            order={{ id: 'name', down: false }}
          />
        )}
      </Answer>
    </Panel>
  );
}
