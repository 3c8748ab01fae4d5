import '../../styles/calendar.css';
import { useAggregates, useCompleteness } from '../../api/readings.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import type { Range } from './range.ts';
import { pods } from './texts.ts';

const DAY_MS = 86_400_000;
const DAYS = 35;
const TONES: Record<string, Tone> = { verified: 'good', broken: 'bad', open: 'warn', empty: 'none' };

/** Five weeks of days, and what the numbers and hashes of packets say about what is missing. */
export function CompletenessPanel({
  pod,
  meter,
  range,
  className,
}: {
  pod: string;
  meter: string;
  range: Range;
  className: string;
}) {
  const t = useTexts(pods);
  return (
    <Panel title={t.completeness} note={t.completenessNote} className={className}>
      <div className="stack">
        <Calendar pod={pod} meter={meter} untilMs={range.untilMs} />
        <Sequence pod={pod} range={range} />
      </div>
    </Panel>
  );
}

function Calendar({ pod, meter, untilMs }: { pod: string; meter: string; untilMs: number }) {
  const t = useTexts(pods);
  const formats = useFormats();
  const end = Math.ceil(untilMs / DAY_MS) * DAY_MS;
  const query = useAggregates(
    pod,
    meter,
    { fromMs: end - DAYS * DAY_MS, untilMs: end },
    { step: 'day', zone: formats.timeZone },
  );
  return (
    <Answer query={query} rows={4}>
      {(days) => (
        <ol className="calendar">
          {days.slice(-DAYS).map(({ from, completeness, quartersExpected, readings }) => {
            const date = formats.date(Date.parse(from));
            const none = quartersExpected === 0 || readings === 0;
            const text = none ? t.noDay(date) : t.ofDay(date, formats.percent(completeness));
            return (
              <li key={from} data-share={none ? 'none' : shareOf(completeness)} title={text}>
                <span className="only-for-readers">{text}</span>
              </li>
            );
          })}
        </ol>
      )}
    </Answer>
  );
}

function shareOf(completeness: number): string {
  if (completeness >= 1) return 'all';
  if (completeness >= 0.9) return 'most';
  return completeness >= 0.5 ? 'half' : 'little';
}

function Sequence({ pod, range }: { pod: string; range: Range }) {
  const t = useTexts(pods);
  const formats = useFormats();
  const query = useCompleteness(pod, range);
  return (
    <Answer query={query} rows={4}>
      {({ nodes }) => (
        <>
          {nodes.map((node) => (
            <dl className="facts" key={node.node}>
              <dt>{t.chainState}</dt>
              <dd>
                <Badge tone={TONES[node.chain.state] ?? 'none'}>{t.states[node.chain.state]}</Badge>{' '}
                <code>{node.node}</code>
              </dd>
              <dt>{t.missingPackets}</dt>
              <dd className="numeric">{formats.number(node.missingPackets)}</dd>
              <dt>{t.latePackets}</dt>
              <dd className="numeric">{formats.number(node.late)}</dd>
              <dt>{t.duplicates}</dt>
              <dd className="numeric">{formats.number(node.duplicates)}</dd>
              {node.forked > 0 && (
                <>
                  <dt>{t.forked}</dt>
                  <dd className="numeric">{formats.number(node.forked)}</dd>
                </>
              )}
            </dl>
          ))}
        </>
      )}
    </Answer>
  );
}
