import { Link } from 'wouter';
import { useChain, useFlow } from '../../api/flow.ts';
import { useNow } from '../../parts/age.tsx';
import { FigureValue } from '../../parts/figure-value.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { overview } from './texts.ts';

/** Four numbers that an operator looks at first. */
export function KeyFigures() {
  const t = useTexts(overview);
  const formats = useFormats();
  const now = useNow();
  const flow = useFlow();
  const chain = useChain();
  if (!flow.data) return flow.isError ? null : <Skeleton rows={2} />;
  const { nodes, oldestUnanchoredMs, batches, batchesWaiting } = flow.data;
  const head = chain.data?.head;
  return (
    <div className="grid">
      <Figure>
        <FigureValue
          name={t.oldest}
          value={oldestUnanchoredMs ? formats.span(Math.max(0, now - oldestUnanchoredMs)) : t.oldestNone}
          more={t.oldestHelp}
        />
      </Figure>
      <Figure>
        <FigureValue
          name={t.nodes}
          value={formats.number(nodes.connected)}
          unit={t.ofNodes(formats.number(nodes.known))}
          more={t.queued(formats.number(nodes.queuedPackets))}
        />
      </Figure>
      <Figure>
        <FigureValue
          name={t.batches}
          value={formats.number(batches - batchesWaiting)}
          more={t.batchesWaiting(formats.number(batchesWaiting))}
        />
      </Figure>
      <Figure>
        <FigureValue
          name={t.chainHead}
          value={
            head ? <Link href={`/explorer/blocks/${head.number}`}>{formats.number(head.number)}</Link> : '–'
          }
          more={head && t.blockAge(formats.span(Math.max(0, now - head.timestampMs)))}
        />
      </Figure>
    </div>
  );
}

function Figure({ children }: { children: React.ReactNode }) {
  return (
    <div className="panel w3">
      <div className="body">{children}</div>
    </div>
  );
}
