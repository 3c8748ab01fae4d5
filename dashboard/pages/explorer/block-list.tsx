import { Link } from 'wouter';
import { type Block, useBlocks } from '../../api/chain.ts';
import { useAddress } from '../../parts/address.ts';
import { Age } from '../../parts/age.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Hash } from '../../parts/hash.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { Pager } from './pager.tsx';
import { explorer } from './texts.ts';

export function BlockList() {
  const t = useTexts(explorer);
  const formats = useFormats();
  const { get } = useAddress();
  const query = useBlocks(get('after'));
  const columns: Column<Block>[] = [
    {
      id: 'number',
      title: t.block,
      cell: ({ number }) => <Link href={`/explorer/blocks/${number}`}>{formats.number(number)}</Link>,
    },
    { id: 'time', title: t.time, cell: ({ timestampMs }) => <Age ms={timestampMs} /> },
    {
      id: 'transactions',
      title: t.transactions,
      number: true,
      cell: ({ transactions }) => formats.number(transactions.length),
    },
    { id: 'hash', title: t.hash, cell: ({ hash }) => <Hash value={hash} to={`/explorer/blocks/${hash}`} /> },
    {
      id: 'first',
      title: t.transaction,
      cell: ({ transactions: [first] }) =>
        first ? <Hash value={first} to={`/explorer/transactions/${first}`} /> : '–',
    },
  ];
  return (
    <Answer query={query} rows={10}>
      {({ items, next }) => (
        <div className="stack">
          <Panel title={t.tabs.blocks} flush>
            <DataTable label={t.tabs.blocks} columns={columns} rows={items} rowKey={({ hash }) => hash} />
          </Panel>
          <Pager next={next} />
        </div>
      )}
    </Answer>
  );
}
