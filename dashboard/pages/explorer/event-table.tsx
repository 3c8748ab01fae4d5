import { Link } from 'wouter';
import type { ChainEvent } from '../../api/chain.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Hash } from '../../parts/hash.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { explorer } from './texts.ts';

/** Values of events that are times in milliseconds; 0 stands for none. */
const TIMES = new Set(['from', 'until', 'to', 'since', 'revokedAt']);

export function EventTable({
  label,
  events,
  more,
}: {
  label: string;
  events: readonly ChainEvent[];
  more?: () => void;
}) {
  const t = useTexts(explorer);
  const formats = useFormats();
  if (events.length === 0) return <Empty help={t.noEvents} />;
  const columns: Column<ChainEvent>[] = [
    {
      id: 'event',
      title: t.event,
      cell: ({ type }) => t.eventNames[type as keyof typeof t.eventNames] ?? type,
    },
    {
      id: 'block',
      title: t.block,
      number: true,
      cell: ({ blockNumber }) => (
        <Link href={`/explorer/blocks/${blockNumber}`}>{formats.number(blockNumber)}</Link>
      ),
    },
    { id: 'values', title: t.values, wrap: true, cell: ({ values }) => <Values values={values} /> },
    {
      id: 'transaction',
      title: t.transaction,
      cell: ({ txHash }) => <Hash value={txHash} to={`/explorer/transactions/${txHash}`} />,
    },
  ];
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={events}
      rowKey={({ txHash, logIndex }) => `${txHash}${logIndex}`}
      {...(more ? { more } : {})}
    />
  );
}

function Values({ values }: { values: ChainEvent['values'] }) {
  return (
    <span className="values">
      {Object.entries(values).map(([name, value]) => (
        <span key={name}>
          <span className="quiet">{name}</span> <Value name={name} value={value as string | number} />
        </span>
      ))}
    </span>
  );
}

function Value({ name, value }: { name: string; value: string | number }) {
  const formats = useFormats();
  if (typeof value === 'string') return value.startsWith('0x') ? <Hash value={value} /> : value;
  if (TIMES.has(name)) return value === 0 ? '–' : <Moment ms={value} />;
  return formats.number(value);
}
