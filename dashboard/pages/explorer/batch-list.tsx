import { Link } from 'wouter';
import { type Batch, useBatches } from '../../api/chain.ts';
import type { Formats } from '../../format/formats.ts';
import { useAddress } from '../../parts/address.ts';
import { Age } from '../../parts/age.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Hash } from '../../parts/hash.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { BatchState } from '../overview/newest-batches.tsx';
import { Pager } from './pager.tsx';
import { explorer } from './texts.ts';

/** Blocks tell their time in whole seconds. */
const BLOCK_TIME_MS = 1000;

function delay(ms: number, { span }: Formats): string {
  return ms < BLOCK_TIME_MS ? `< ${span(BLOCK_TIME_MS)}` : span(ms);
}

export function BatchList() {
  const t = useTexts(explorer);
  const formats = useFormats();
  const { get } = useAddress();
  const query = useBatches(get('after'));
  const columns: Column<Batch>[] = [
    {
      id: 'batch',
      title: t.batch,
      cell: ({ anchorer, index }) => (
        <Link href={`/explorer/batches/${anchorer}/${index}`}>{formats.number(index)}</Link>
      ),
    },
    { id: 'count', title: t.packets, number: true, cell: ({ count }) => formats.number(count) },
    { id: 'sealed', title: t.sealed, cell: ({ sealedAtMs }) => <Age ms={sealedAtMs} /> },
    { id: 'state', title: t.state, cell: (batch) => <BatchState batch={batch} /> },
    {
      id: 'root',
      title: t.root,
      cell: ({ root, anchorer, index }) => (
        <Hash value={root} to={`/explorer/batches/${anchorer}/${index}`} />
      ),
    },
    {
      id: 'block',
      title: t.anchoredAt,
      number: true,
      cell: ({ anchor }) =>
        anchor ? (
          <Link href={`/explorer/blocks/${anchor.blockNumber}`}>{formats.number(anchor.blockNumber)}</Link>
        ) : (
          '–'
        ),
    },
    {
      id: 'transaction',
      title: t.transaction,
      cell: ({ anchor }) =>
        anchor ? <Hash value={anchor.txHash} to={`/explorer/transactions/${anchor.txHash}`} /> : '–',
    },
    {
      id: 'delay',
      title: t.delay,
      number: true,
      cell: ({ anchor, sealedAtMs }) => (anchor ? delay(anchor.blockTime - sealedAtMs, formats) : '–'),
    },
  ];
  return (
    <Answer query={query} rows={10}>
      {({ items, next }) => (
        <div className="stack">
          <Panel title={t.tabs.batches} flush>
            {items.length === 0 ? (
              <Empty help={t.noTransactions} />
            ) : (
              <DataTable
                label={t.tabs.batches}
                columns={columns}
                rows={items}
                rowKey={({ anchorer, index }) => `${anchorer}${index}`}
              />
            )}
          </Panel>
          <Pager next={next} />
        </div>
      )}
    </Answer>
  );
}
