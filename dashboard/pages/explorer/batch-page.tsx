import { Link } from 'wouter';
import { useBatch, useTree } from '../../api/chain.ts';
import { Hash } from '../../parts/hash.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { BatchState } from '../overview/newest-batches.tsx';
import { explorer } from './texts.ts';
import { TreePicture } from './tree-picture.tsx';

export function BatchPage({ anchorer, index }: { anchorer: string; index: string }) {
  const t = useTexts(explorer);
  const formats = useFormats();
  const query = useBatch(anchorer, index);
  const tree = useTree(anchorer, index);
  const beside = (step: number) => `/explorer/batches/${anchorer}/${Number(index) + step}`;
  return (
    <>
      <PageHead title={t.batchTitle(formats.number(Number(index)))}>
        {Number(index) > 0 && (
          <Link className="button" href={beside(-1)}>
            {t.older}
          </Link>
        )}
        <Link className="button" href={beside(1)}>
          {t.newer}
        </Link>
      </PageHead>
      <Answer query={query} rows={8}>
        {(batch) => (
          <div className="grid">
            <Panel title={t.batch} className="w4">
              <dl className="facts">
                <dt>{t.state}</dt>
                <dd>
                  <BatchState batch={batch} />
                </dd>
                <dt>{t.root}</dt>
                <dd>
                  <Hash value={batch.root} />
                </dd>
                <dt>{t.packets}</dt>
                <dd className="numeric">{formats.number(batch.count)}</dd>
                <dt>{t.window}</dt>
                <dd>
                  <Moment ms={batch.from} /> – <Moment ms={batch.to} show="time" />
                </dd>
                <dt>{t.sealed}</dt>
                <dd>
                  <Moment ms={batch.sealedAtMs} />
                </dd>
                <dt>{t.anchorer}</dt>
                <dd>
                  <Hash value={batch.anchorer} />
                </dd>
                {batch.anchor && (
                  <>
                    <dt>{t.anchoredAt}</dt>
                    <dd>
                      <Link href={`/explorer/blocks/${batch.anchor.blockNumber}`}>
                        {formats.number(batch.anchor.blockNumber)}
                      </Link>
                    </dd>
                    <dt>{t.transaction}</dt>
                    <dd>
                      <Hash
                        value={batch.anchor.txHash}
                        to={`/explorer/transactions/${batch.anchor.txHash}`}
                      />
                    </dd>
                  </>
                )}
              </dl>
            </Panel>
            <Panel title={t.tree} note={t.treeNote(formats.number(batch.count))} className="w8">
              <Answer query={tree} rows={6}>
                {({ nodes, count }) => <TreePicture nodes={nodes} count={count} />}
              </Answer>
            </Panel>
          </div>
        )}
      </Answer>
    </>
  );
}
