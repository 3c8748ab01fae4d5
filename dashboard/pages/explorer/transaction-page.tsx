import { Link } from 'wouter';
import { useTransaction } from '../../api/chain.ts';
import { Badge } from '../../parts/badge.tsx';
import { Hash } from '../../parts/hash.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { EventTable } from './event-table.tsx';
import { explorer } from './texts.ts';

export function TransactionPage({ hash }: { hash: string }) {
  const t = useTexts(explorer);
  const formats = useFormats();
  const query = useTransaction(hash);
  return (
    <>
      <PageHead title={`${t.transaction} ${hash.slice(0, 10)}…`} />
      <Answer query={query} rows={8}>
        {({ from, to, nonce, status, gasUsed, inputBytes, blockNumber, blockTimeMs, events }) => (
          <>
            <Panel title={t.transaction}>
              <dl className="facts">
                <dt>{t.hash}</dt>
                <dd>
                  <Hash value={hash} whole />
                </dd>
                <dt>{t.result}</dt>
                <dd>
                  <Badge tone={status === 'success' ? 'good' : 'bad'}>{t.results[status]}</Badge>
                </dd>
                <dt>{t.block}</dt>
                <dd>
                  <Link href={`/explorer/blocks/${blockNumber}`}>{formats.number(blockNumber)}</Link>,{' '}
                  <Moment ms={blockTimeMs} />
                </dd>
                <dt>{t.from}</dt>
                <dd>
                  <Hash value={from} whole />
                </dd>
                <dt>{t.to}</dt>
                <dd>{to ? <Hash value={to} whole /> : '–'}</dd>
                <dt>{t.nonce}</dt>
                <dd className="numeric">{formats.number(nonce)}</dd>
                <dt>{t.gas}</dt>
                <dd className="numeric">{formats.number(gasUsed)}</dd>
                <dt>{t.bytes}</dt>
                <dd className="numeric">{formats.number(inputBytes)}</dd>
              </dl>
            </Panel>
            <Panel title={t.events} flush>
              <EventTable label={t.events} events={events} />
            </Panel>
          </>
        )}
      </Answer>
    </>
  );
}
