import { Link } from 'wouter';
import { usePacket } from '../../api/chain.ts';
import { save } from '../../api/save.ts';
import { Hash } from '../../parts/hash.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useSession } from '../../sign-in/session-provider.tsx';
import { common } from '../../texts/common.ts';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { StageBadge } from '../pods/newest-readings.tsx';
import { explorer } from './texts.ts';

/** One signed message: for who may see the PoD that it is about. */
export function PacketPage({ hash }: { hash: string }) {
  const t = useTexts(explorer);
  const words = useTexts(common);
  const formats = useFormats();
  const say = useToast();
  const { client } = useSession();
  const query = usePacket(hash);
  const fetchProof = () =>
    save(client, `/bal/packets/${hash}/proof`, `${hash.slice(0, 12)}.proof.json`).catch((error: unknown) =>
      say('bad', String(error)),
    );
  return (
    <>
      <PageHead title={`${t.packet} ${hash.slice(0, 10)}…`}>
        <button type="button" className="button" onClick={() => void fetchProof()}>
          {t.proof}: {words.download}
        </button>
        <Link className="button" href="/verify">
          {t.checkIt}
        </Link>
      </PageHead>
      <Answer query={query} rows={8}>
        {(packet) => (
          <div className="grid">
            <Panel title={t.packet} className="w5">
              <dl className="facts">
                <dt>{t.state}</dt>
                <dd>
                  <StageBadge stage={packet.stage} />
                </dd>
                <dt>{t.node}</dt>
                <dd>{packet.node}</dd>
                <dt>{t.number}</dt>
                <dd className="numeric">{formats.number(packet.seq)}</dd>
                <dt>{t.received}</dt>
                <dd>
                  <Moment ms={packet.receivedAt} />
                </dd>
                <dt>{t.payloadHash}</dt>
                <dd>
                  <Hash value={packet.payloadHash} />
                </dd>
                <dt>{t.messageHash}</dt>
                <dd>
                  <Hash value={packet.messageHash} />
                </dd>
                {packet.batch && (
                  <>
                    <dt>{t.batch}</dt>
                    <dd>
                      <Link href={`/explorer/batches/${packet.batch.anchorer}/${packet.batch.index}`}>
                        {formats.number(packet.batch.index)}
                      </Link>
                      {packet.leafIndex !== undefined && `, ${t.leaf(formats.number(packet.leafIndex))}`}
                    </dd>
                  </>
                )}
                <dt>{t.signature}</dt>
                <dd>
                  <Hash value={packet.signature} />
                </dd>
              </dl>
            </Panel>
            <Panel title={t.payload} className="w7">
              <pre className="signed">{packet.payload}</pre>
            </Panel>
          </div>
        )}
      </Answer>
    </>
  );
}
