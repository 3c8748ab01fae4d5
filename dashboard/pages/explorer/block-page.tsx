import { Link } from 'wouter';
import { useBlock } from '../../api/chain.ts';
import { Hash } from '../../parts/hash.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { explorer } from './texts.ts';

export function BlockPage({ id }: { id: string }) {
  const t = useTexts(explorer);
  const formats = useFormats();
  const query = useBlock(id);
  return (
    <Answer query={query} rows={6}>
      {({ number, hash, parentHash, timestampMs, transactions }) => (
        <>
          <PageHead title={t.blockTitle(formats.number(number))}>
            {number > 0 && (
              <Link className="button" href={`/explorer/blocks/${number - 1}`}>
                {t.older}
              </Link>
            )}
            <Link className="button" href={`/explorer/blocks/${number + 1}`}>
              {t.newer}
            </Link>
          </PageHead>
          <Panel title={t.block}>
            <dl className="facts">
              <dt>{t.hash}</dt>
              <dd>
                <Hash value={hash} whole />
              </dd>
              <dt>{t.parent}</dt>
              <dd>
                <Hash
                  value={parentHash}
                  whole
                  {...(number > 0 ? { to: `/explorer/blocks/${parentHash}` } : {})}
                />
              </dd>
              <dt>{t.time}</dt>
              <dd>
                <Moment ms={timestampMs} />
              </dd>
            </dl>
          </Panel>
          <Panel title={t.transactions} note={formats.number(transactions.length)}>
            {transactions.length === 0 ? (
              <Empty help={t.noTransactions} />
            ) : (
              <ul className="stack">
                {transactions.map((one) => (
                  <li key={one}>
                    <Hash value={one} whole to={`/explorer/transactions/${one}`} />
                  </li>
                ))}
              </ul>
            )}
          </Panel>
        </>
      )}
    </Answer>
  );
}
