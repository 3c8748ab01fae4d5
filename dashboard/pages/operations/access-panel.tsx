import { useData } from '../../api/use-data.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { byClient, type ClientUse } from './by-client.ts';
import { operations } from './texts.ts';

const EVERY_MS = 10_000;

/** Who uses the front door, and how it fares. An auditor sees its own use only. */
export function AccessPanel({ className }: { className: string }) {
  const t = useTexts(operations);
  const formats = useFormats();
  const query = useData(['stats'], (client) => client.gateway.GET('/stats'), { everyMs: EVERY_MS });
  const count = (id: keyof ClientUse, title: string): Column<ClientUse> => ({
    ...{ id, title, number: true },
    cell: (row) => formats.number(Number(row[id])),
    sort: (row) => Number(row[id]),
  });
  const columns: Column<ClientUse>[] = [
    {
      id: 'client',
      title: t.client,
      cell: ({ client }) => (client === '-' ? <span className="quiet">{t.nobody}</span> : client),
      sort: ({ client }) => client,
    },
    count('requests', t.requests),
    count('refused', t.refused),
    count('limited', t.limited),
    count('failed', t.failed),
    {
      id: 'bytesOut',
      title: t.bytes,
      number: true,
      cell: ({ bytesOut }) => formats.bytes(bytesOut),
      sort: ({ bytesOut }) => bytesOut,
    },
    {
      id: 'meanMs',
      title: t.mean,
      number: true,
      cell: ({ meanMs }) => formats.span(meanMs),
      sort: ({ meanMs }) => meanMs,
    },
  ];
  return (
    <Panel title={t.access} note={t.accessNote} className={className} flush>
      <Answer query={query} rows={6}>
        {({ rows }) => (
          <DataTable
            label={t.access}
            columns={columns}
            rows={byClient(rows)}
            rowKey={({ client }) => client}
            order={{ id: 'requests', down: true }}
          />
        )}
      </Answer>
    </Panel>
  );
}
