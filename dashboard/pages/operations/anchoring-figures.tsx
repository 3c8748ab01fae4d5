import { useTransaction } from '../../api/chain.ts';
import { useChain, useFlow, useNewestBatches, useStages } from '../../api/flow.ts';
import { useNow } from '../../parts/age.tsx';
import { FigureValue } from '../../parts/figure-value.tsx';
import { Answer } from '../../parts/query.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { operations } from './texts.ts';

/** The numbers of the anchor operations board. */
export function AnchoringFigures() {
  const flow = useFlow();
  return <Answer query={flow}>{(data) => <Figures flow={data} />}</Answer>;
}

type Flow = NonNullable<ReturnType<typeof useFlow>['data']>;

function Figures({ flow }: { flow: Flow }) {
  const t = useTexts(operations);
  const formats = useFormats();
  const now = useNow();
  const chain = useChain();
  const stages = useStages();
  const head = chain.data?.head;
  const lag = stages.data ? Math.max(0, flow.packets.sealed - stages.data.stored) : undefined;
  return (
    <div className="grid figures">
      <Box>
        <FigureValue
          name={t.oldest}
          value={flow.oldestUnanchoredMs ? formats.span(Math.max(0, now - flow.oldestUnanchoredMs)) : t.none}
        />
      </Box>
      <Box>
        <FigureValue
          name={t.waiting}
          value={formats.number(flow.batchesWaiting)}
          unit={t.ofTotal(formats.number(flow.batches))}
        />
      </Box>
      <Box>
        <FigureValue
          name={t.head}
          value={head ? formats.span(Math.max(0, now - head.timestampMs)) : '–'}
          more={head && t.block(formats.number(head.number))}
        />
      </Box>
      <Box>
        <LastGas />
      </Box>
      <Box>
        <FigureValue name={t.lag} value={lag === undefined ? '–' : formats.number(lag)} more={t.lagMore} />
      </Box>
    </div>
  );
}

function Box({ children }: { children: React.ReactNode }) {
  return (
    <div className="panel">
      <div className="body">{children}</div>
    </div>
  );
}

function LastGas() {
  const t = useTexts(operations);
  const batches = useNewestBatches(5);
  const last = batches.data?.items.find(({ anchor }) => anchor);
  return last?.anchor ? (
    <Gas hash={last.anchor.txHash} count={last.count} />
  ) : (
    <FigureValue name={t.gas} value="–" />
  );
}

function Gas({ hash, count }: { hash: string; count: number }) {
  const t = useTexts(operations);
  const formats = useFormats();
  const { data } = useTransaction(hash);
  return (
    <FigureValue
      name={t.gas}
      value={data ? formats.number(data.gasUsed) : '–'}
      more={data && t.perPacket(formats.number(data.gasUsed / count))}
    />
  );
}
