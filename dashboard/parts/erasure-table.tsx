import type { ReactNode } from 'react';
import type { Erasure } from '../api/erasures.ts';
import { erasure as texts } from '../texts/erasure.ts';
import { useFormats, useTexts } from '../texts/use-texts.tsx';
import { Badge, type Tone } from './badge.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { Moment } from './moment.tsx';

const TONES: Record<Erasure['status'], Tone> = { requested: 'warn', 'under-way': 'info', complete: 'good' };

/** Erasures with how far each is, by the parts of the system that hold data. */
export function ErasureTable({
  label,
  rows,
  tool,
}: {
  label: string;
  rows: readonly Erasure[];
  tool?: (erasure: Erasure) => ReactNode;
}) {
  const t = useTexts(texts);
  const formats = useFormats();
  const columns: Column<Erasure>[] = [
    {
      id: 'requested',
      title: t.requested,
      cell: ({ requestedAt }) => <Moment ms={Date.parse(requestedAt)} />,
      sort: ({ requestedAt }) => requestedAt,
    },
    { id: 'pod', title: t.pod, cell: ({ pod }) => <code>{pod}</code>, sort: ({ pod }) => pod },
    {
      id: 'status',
      title: t.status,
      cell: ({ status }) => <Badge tone={TONES[status]}>{t.states[status]}</Badge>,
    },
    {
      id: 'parts',
      title: t.parts,
      wrap: true,
      cell: ({ parts }) => {
        const waiting = parts.filter(({ done }) => !done).map(({ part }) => part);
        const done = t.done(formats.number(parts.length - waiting.length), formats.number(parts.length));
        return waiting.length === 0 ? done : `${done}: ${waiting.join(', ')}`;
      },
    },
    ...(tool ? [{ id: 'tool', title: t.next, cell: tool }] : []),
  ];
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      order={{ id: 'requested', down: true }}
    />
  );
}
