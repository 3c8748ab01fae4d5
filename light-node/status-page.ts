import type { NodeStatus } from './node.ts';

/** Nothing from elsewhere is loaded, and nothing runs. */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

const REFRESH_S = 10;
const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

type Tone = 'good' | 'warn' | 'bad' | 'plain';
type Row = [label: string, text: string, tone?: Tone];

const STYLE = `
:root{color-scheme:light dark;--line:#d5dae1;--dim:#5b6672;--good:#1a7f4b;--warn:#9a6200;--bad:#b3261e;--card:#fff;--back:#f3f5f8}
@media(prefers-color-scheme:dark){:root{--line:#37404b;--dim:#9aa5b1;--good:#57c98c;--warn:#e5b04c;--bad:#ff8a80;--card:#1c232b;--back:#12171d}}
*{box-sizing:border-box}body{margin:0;padding:1.5rem;background:var(--back);font:15px/1.45 system-ui,sans-serif}
main{max-width:46rem;margin:0 auto}section{background:var(--card);border:1px solid var(--line);border-radius:8px;margin:0 0 1rem;padding:1rem 1.25rem}
h1{font-size:1.25rem;margin:0 0 .2rem}p{margin:.2rem 0 .8rem;color:var(--dim)}p.good{color:var(--good)}p.bad{color:var(--bad)}
table{width:100%;border-collapse:collapse}th{width:11rem;text-align:left;font-weight:400;color:var(--dim);vertical-align:top}
th,td{padding:.35rem .5rem .35rem 0;border-top:1px solid var(--line)}td{overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
td.good{color:var(--good)}td.warn{color:var(--warn)}td.bad{color:var(--bad)}footer{color:var(--dim);font-size:.85rem}
@media(max-width:30rem){body{padding:.75rem}th{width:8rem}}`;

/** The page for whoever stands before the box: one section a node, made anew at each request. */
export function statusPage(
  nodes: readonly { status: NodeStatus; fault?: string | undefined }[],
  nowMs: number,
): string {
  const sections = nodes.map(({ status, fault }) => section(status, fault, nowMs)).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${REFRESH_S}"><title>Light Node</title><style>${STYLE}</style></head>
<body><main>${sections}<footer>${escapeHtml(new Date(nowMs).toISOString())} · every ${REFRESH_S} s · as JSON: /status · /health</footer></main></body></html>`;
}

function section(status: NodeStatus, fault: string | undefined, nowMs: number): string {
  const rows = rowsOf(status, nowMs).map(
    ([label, text, tone = 'plain']) =>
      `<tr><th scope="row">${escapeHtml(label)}</th><td class="${tone}">${escapeHtml(text)}</td></tr>`,
  );
  const summary = fault ? `<p class="bad">${escapeHtml(fault)}</p>` : '<p class="good">Works</p>';
  return `<section><h1>${escapeHtml(status.node)}</h1>${summary}<table>${rows.join('')}</table></section>`;
}

function rowsOf(status: NodeStatus, nowMs: number): Row[] {
  const { meter, outbox, broker, clock, setPoints, signal, lastVerdict } = status;
  const { meterError, lastReading } = meter;
  const rows: Row[] = [
    ['Point of Delivery', status.pod],
    ['Meter', `${meter.id}, ${meter.brand} ${meter.model} (${meter.role})`],
    meterError
      ? ['Reading', [meterError.message, meterError.help].filter(Boolean).join(' '), 'bad']
      : ['Reading', readingText(lastReading), lastReading ? 'good' : 'warn'],
    ['Signal', signalText(signal), signal?.dbm !== undefined && signal.dbm < -80 ? 'warn' : 'plain'],
    [
      'Broker',
      `${broker.connected ? 'connected' : 'not connected'}, ${broker.url}`,
      broker.connected ? 'good' : 'bad',
    ],
    ['Outbox', outboxText(outbox), outbox.held + outbox.refused > 0 ? 'warn' : 'plain'],
    ['Last verdict', lastVerdict ?? 'none yet', lastVerdict ? 'plain' : 'warn'],
    ['Certificate', ...certificateText(broker.certificateEnd, nowMs)],
    [
      'Clock',
      `${clock.now}, ${clock.synchronised ? 'synchronised' : 'not synchronised'}`,
      clock.synchronised ? 'good' : 'warn',
    ],
    ['Set-points', ...setPointText(setPoints)],
    ['Version', status.version],
    ['Key', status.key],
  ];
  return rows;
}

function readingText(last: NodeStatus['meter']['lastReading']): string {
  if (!last) return 'none yet';
  const values = Object.entries(last.values ?? {}).map(([name, value]) => `${name} ${value}`);
  return [`${last.at} (${last.quality.join(', ')})`, ...values].join(' · ');
}

function signalText(signal: NodeStatus['signal']): string {
  if (!signal) return 'no way to the network';
  return signal.dbm === undefined
    ? `${signal.interface}, by cable`
    : `${signal.interface}, ${signal.dbm} dBm`;
}

function outboxText({
  queued,
  pending,
  held,
  refused,
  dropped,
  signed,
  anchored,
}: NodeStatus['outbox']): string {
  const waiting = `${queued} packets wait for the broker, ${pending} readings to be packed`;
  const more = Object.entries({ held, refused, dropped }).filter(([, count]) => count > 0);
  return [
    waiting,
    ...more.map(([name, count]) => `${count} ${name}`),
    `${anchored} of ${signed} anchored`,
  ].join(', ');
}

function certificateText(end: string, nowMs: number): [string, Tone] {
  const days = Math.floor((Date.parse(end) - nowMs) / DAY_MS);
  if (Number.isNaN(days)) return ['cannot be read', 'bad'];
  if (days < 0) return [`ended ${end}`, 'bad'];
  return [`until ${end} (${days} days)`, days < SOON_DAYS ? 'warn' : 'plain'];
}

function setPointText(setPoints: NodeStatus['setPoints']): [string, Tone] {
  if (!setPoints) return ['none are taken', 'plain'];
  const { ems, inForce, waiting, fault } = setPoints;
  if (fault) return [fault, 'bad'];
  return [`${inForce ?? 'none'} in force, ${waiting} waiting; ${ems.id} over ${ems.protocol}`, 'plain'];
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
