import { useChain, useFlow, useStages } from '../../api/flow.ts';
import { useNow } from '../../parts/age.tsx';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { overview } from './texts.ts';

/** A batch that waits longer than this is late. */
const LATE_MS = 60_000;

interface Part {
  name: string;
  tone: Tone;
  word: string;
  more: string;
}

/** Each part by what it answers: no light of its own that could lie. */
export function Health({ className }: { className: string }) {
  const t = useTexts(overview);
  const parts = useParts();
  return (
    <Panel title={t.health} note={t.healthNote} className={className} flush>
      <ul className="health">
        {parts.map(({ name, tone, word, more }) => (
          <li key={name}>
            <span>{name}</span>
            <Badge tone={tone}>{word}</Badge>
            <span className="quiet numeric">{more}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function useParts(): Part[] {
  const t = useTexts(overview);
  const formats = useFormats();
  const now = useNow();
  const [flow, stages, chain] = [useFlow(), useStages(), useChain()];
  const down = { tone: 'bad' as const, word: t.down, more: '' };
  const good = { tone: 'good' as const, word: t.ok };
  const waitMs = flow.data?.oldestUnanchoredMs ? now - flow.data.oldestUnanchoredMs : 0;
  const missing = flow.data ? flow.data.nodes.known - flow.data.nodes.connected : 0;
  const setAside = Object.values(stages.data?.quarantined ?? {}).reduce((sum, count) => sum + count, 0);
  return [
    {
      name: t.parts.nodes,
      ...(missing > 0 ? { tone: 'warn' as const, word: t.some(formats.number(missing)) } : good),
      more: flow.data
        ? `${formats.number(flow.data.nodes.connected)} / ${formats.number(flow.data.nodes.known)}`
        : '',
    },
    {
      name: t.parts.bal,
      ...(flow.isError
        ? down
        : {
            ...(waitMs > LATE_MS ? { tone: 'warn' as const, word: t.late } : good),
            more: t.batchesWaiting(formats.number(flow.data?.batchesWaiting ?? 0)),
          }),
    },
    {
      name: t.parts.chain,
      ...(chain.isError
        ? down
        : { ...good, more: chain.data ? t.blockAge(formats.span(now - chain.data.head.timestampMs)) : '' }),
    },
    {
      name: t.parts.scd,
      ...(stages.isError
        ? down
        : {
            ...(setAside > 0 ? { tone: 'warn' as const, word: t.look } : good),
            more: t.quarantined(formats.number(setAside)),
          }),
    },
    { name: t.parts.gateway, ...good, more: t.healthOk },
  ];
}
