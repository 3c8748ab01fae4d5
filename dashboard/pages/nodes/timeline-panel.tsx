import '../../styles/timeline.css';
import { useAnomalies } from '../../api/anomalies.ts';
import { useLife } from '../../api/onboarding.ts';
import { useCompleteness } from '../../api/readings.ts';
import { useNow } from '../../parts/age.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { overview } from '../overview/texts.ts';
import { life } from './life-texts.ts';
import { nodes } from './texts.ts';
import { LANES, type Mark, timelineOf } from './timeline.ts';

/** From the first day of the system on. */
const ALWAYS = {
  fromMs: Date.parse('2020-01-01T00:00:00.000Z'),
  untilMs: Date.parse('2100-01-01T00:00:00.000Z'),
};
/** In percent of the whole: an instant is seen too. */
const LEAST_WIDTH = 0.4;
const TICK_MS = 60_000;

/** A node's past at a glance; the numbers are in the tables around it. */
export function TimelinePanel({ node, pod }: { node: string; pod: string }) {
  const t = useTexts(nodes);
  const now = useNow(TICK_MS);
  const holes = useCompleteness(pod, ALWAYS);
  const anomalies = useAnomalies({ node });
  const known = useLife(node);
  const missing = holes.data?.nodes.find((one) => one.node === node)?.missing ?? [];
  const past = { missing, anomalies: anomalies.data?.items ?? [], changes: known.data?.changes ?? [] };
  const { fromMs, untilMs, marks } = timelineOf(past, now);
  const placeOf = ({ fromMs: from, untilMs: until }: Mark) => {
    const at = (ms: number) => (100 * (Math.max(ms, fromMs) - fromMs)) / (untilMs - fromMs);
    const width = Math.max(LEAST_WIDTH, at(until) - at(from));
    return { x: `${Math.min(at(from), 100 - width)}%`, width: `${width}%` };
  };
  const say = useSay();
  return (
    <Panel title={t.past} note={t.pastNote} className="w12">
      <dl className="timeline">
        {LANES.map((lane) => {
          const own = marks.filter((mark) => mark.lane === lane);
          return (
            <div key={lane}>
              <dt>{t.lanes[lane]}</dt>
              <dd>
                <svg role="img" aria-label={own.map(say).join('; ') || t.nothing}>
                  {own.map((mark) => (
                    <rect
                      key={`${mark.fromMs} ${say(mark)}`}
                      className={mark.tone}
                      {...placeOf(mark)}
                      y="0"
                      height="100%"
                      rx="2"
                    >
                      <title>{say(mark)}</title>
                    </rect>
                  ))}
                </svg>
              </dd>
            </div>
          );
        })}
        <div>
          <dt />
          <dd className="ends quiet">
            <Moment ms={fromMs} />
            <Moment ms={untilMs} />
          </dd>
        </div>
      </dl>
    </Panel>
  );
}

function useSay(): (mark: Mark) => string {
  const t = useTexts(nodes);
  const types = useTexts(overview).types;
  const actions = useTexts(life).actions;
  const formats = useFormats();
  return ({ what, fromMs, untilMs }) => {
    const name =
      'missing' in what
        ? t.missingPackets(formats.number(what.missing))
        : 'anomaly' in what
          ? types[what.anomaly]
          : actions[what.action];
    const end = untilMs > fromMs ? ` – ${formats.dateTime(untilMs)}` : '';
    return `${name}, ${formats.dateTime(fromMs)}${end}`;
  };
}
