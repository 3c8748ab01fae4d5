import '../../styles/flow.css';
import {
  Anchor,
  Database,
  HardDriveDownload,
  type LucideIcon,
  PenLine,
  Radio,
  Send,
  Stamp,
} from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useFlow, useStages } from '../../api/flow.ts';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Failure, Skeleton } from '../../parts/states.tsx';
import { common } from '../../texts/common.ts';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { createRate } from './rates.ts';
import { overview } from './texts.ts';

const STAGES = ['measured', 'signed', 'accepted', 'sealed', 'anchored', 'stored', 'served'] as const;
type Stage = (typeof STAGES)[number];

const ICONS: Record<Stage, LucideIcon> = {
  measured: Radio,
  signed: PenLine,
  accepted: HardDriveDownload,
  sealed: Stamp,
  anchored: Anchor,
  stored: Database,
  served: Send,
};

/** Blocks tell their time in whole seconds. */
const BLOCK_TIME_MS = 1000;

/** The way of a reading, with how many have come how far, how fast, and how long the step took. */
export function FlowPicture() {
  const t = useTexts(overview);
  const words = useTexts(common);
  const formats = useFormats();
  const flow = useFlow();
  const stages = useStages();
  const rates = useRef(new Map(STAGES.map((stage) => [stage, createRate()])));
  if (!flow.data || !stages.data) {
    const failed = [flow, stages].find(({ isError }) => isError);
    return (
      <Panel title={t.flow} note={t.flowNote}>
        {failed ? (
          <Failure error={failed.error} retry={() => void failed.refetch()} />
        ) : (
          <Skeleton rows={4} />
        )}
      </Panel>
    );
  }
  const { packets, nodes, delays, batchesWaiting } = flow.data;
  const counts: Record<Stage, number> = {
    measured: stages.data.readings,
    signed: packets.accepted + nodes.queuedPackets,
    ...packets,
    stored: stages.data.stored,
    served: stages.data.served,
  };
  const steps: Partial<Record<Stage, ReactNode>> = {
    signed: nodes.queuedPackets > 0 ? t.waiting(formats.number(nodes.queuedPackets)) : undefined,
    accepted: delays.sealing && <Delay of={delays.sealing} />,
    sealed: delays.anchoring && <Delay of={delays.anchoring} />,
    anchored: batchesWaiting > 1 ? t.waiting(formats.number(batchesWaiting)) : undefined,
  };
  const units: Partial<Record<Stage, string>> = { measured: t.readings, served: t.answers };
  return (
    <Panel title={t.flow} note={t.flowNote} flush>
      <ol className="flow">
        {STAGES.map((stage) => {
          const rate = rates.current.get(stage)!(counts[stage], flow.data.atMs);
          return (
            <li key={stage} data-moves={rate ? 'true' : undefined}>
              <div className="stage">
                <span className="stage-name">
                  <Icon of={ICONS[stage]} />
                  {words.stages[stage]}
                </span>
                <strong className="numeric">{formats.number(counts[stage])}</strong>
                <span className="quiet numeric">
                  {units[stage] ?? t.packets}
                  {rate !== undefined && ` · ${t.perSecond(formats.number(rate, 1))}`}
                </span>
              </div>
              <span className="step">{steps[stage]}</span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

function Delay({ of: { medianMs, p95Ms } }: { of: { medianMs: number; p95Ms: number } }) {
  const t = useTexts(overview);
  const formats = useFormats();
  return (
    <span className="numeric hint" title={`${t.median}; ${t.p95(formats.span(p95Ms))}`}>
      {medianMs < BLOCK_TIME_MS ? t.under(formats.span(BLOCK_TIME_MS)) : formats.span(medianMs)}
    </span>
  );
}
