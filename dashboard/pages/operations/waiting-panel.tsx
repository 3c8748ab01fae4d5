import { ShieldCheck } from 'lucide-react';
import { Link } from 'wouter';
import { type Batch, useBatches } from '../../api/chain.ts';
import { Age } from '../../parts/age.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { BatchState } from '../overview/newest-batches.tsx';
import { operations } from './texts.ts';

const LOOKED_AT = 200;

/** Batches that the chain does not hold yet, and those that it holds otherwise. */
export function WaitingPanel({ className }: { className: string }) {
  const t = useTexts(operations);
  const formats = useFormats();
  const query = useBatches(undefined, LOOKED_AT);
  const columns: Column<Batch>[] = [
    {
      id: 'batch',
      title: t.batch,
      cell: ({ anchorer, index }) => (
        <Link href={`/explorer/batches/${anchorer}/${index}`}>{formats.number(index)}</Link>
      ),
    },
    { id: 'packets', title: t.packets, number: true, cell: ({ count }) => formats.number(count) },
    { id: 'sealed', title: t.sealed, cell: ({ sealedAtMs }) => <Age ms={sealedAtMs} /> },
    { id: 'state', title: t.state, cell: (batch) => <BatchState batch={batch} /> },
  ];
  return (
    <Panel title={t.waitingTitle} className={className} flush>
      <Answer query={query} rows={4}>
        {({ items }) => {
          const open = items.filter(({ stage, conflict }) => stage === 'sealed' || conflict);
          if (open.length === 0) return <Empty icon={ShieldCheck} title={t.none} help={t.waitingNone} />;
          return (
            <DataTable
              label={t.waitingTitle}
              columns={columns}
              rows={open}
              rowKey={({ index }) => String(index)}
            />
          );
        }}
      </Answer>
    </Panel>
  );
}
