import { Link } from 'wouter';
import { type Transaction, useTransactions } from '../../api/chain.ts';
import { useAddress } from '../../parts/address.ts';
import { Age } from '../../parts/age.tsx';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Hash } from '../../parts/hash.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { Pager } from './pager.tsx';
import { explorer } from './texts.ts';

const TONES: Record<Transaction['state'], Tone> = { signed: 'info', final: 'good', void: 'warn' };

/** Anchoring transactions of this instance, as its own book has them: also those that are not in a block yet. */
export function TransactionList() {
  const t = useTexts(explorer);
  const formats = useFormats();
  const { get } = useAddress();
  const query = useTransactions(get('after'));
  const columns: Column<Transaction>[] = [
    {
      id: 'hash',
      title: t.hash,
      cell: ({ hash }) => <Hash value={hash} to={`/explorer/transactions/${hash}`} />,
    },
    { id: 'batch', title: t.batch, number: true, cell: ({ index }) => formats.number(index) },
    { id: 'nonce', title: t.nonce, number: true, cell: ({ nonce }) => formats.number(nonce) },
    {
      id: 'state',
      title: t.state,
      cell: ({ state }) => <Badge tone={TONES[state]}>{t.states[state]}</Badge>,
    },
    { id: 'signed', title: t.signed, cell: ({ signedAtMs }) => <Age ms={signedAtMs} /> },
    {
      id: 'block',
      title: t.block,
      number: true,
      cell: ({ blockNumber }) =>
        blockNumber === undefined ? (
          '–'
        ) : (
          <Link href={`/explorer/blocks/${blockNumber}`}>{formats.number(blockNumber)}</Link>
        ),
    },
  ];
  return (
    <Answer query={query} rows={10}>
      {({ items, next }) => (
        <div className="stack">
          <Panel title={t.tabs.transactions} flush>
            <DataTable
              label={t.tabs.transactions}
              columns={columns}
              rows={items}
              rowKey={({ hash }) => hash}
            />
          </Panel>
          <Pager next={next} />
        </div>
      )}
    </Answer>
  );
}
