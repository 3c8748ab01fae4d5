import { messageHashOf } from '@access-layer/core/message';
import { formatTime } from '@access-layer/core/time';
import type { Flexibility } from './test-flexibility.ts';
import type { Signed, TestNode } from './test-records.ts';

/** What is asked of a PoD, and what comes of it. Times are local, of Rome. */
export interface Play {
  pod: string;
  /** `yyyy-MM-dd`; from 18:00 to 19:00. */
  date: string;
  order: string | undefined;
  /** Part of the consumption that is left in this time. */
  left: number;
  said: { status: string; reason?: string }[];
  /** Quarter-hour (0 to 4) whose register is not read. */
  hole?: number;
  /** A packet in this time that never comes. */
  lost?: boolean;
}

export const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const shown = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Rome',
  hour: '2-digit',
  hourCycle: 'h23',
});
const evenings = new Map<string, number>();

/** The instant at which clocks in Rome show 18:00. */
export function evening(date: string): number {
  const guess = Date.parse(`${date}T17:00:00Z`);
  const atMs = evenings.get(date) ?? guess - (Number(shown.format(guess)) - 18) * HOUR_MS;
  evenings.set(date, atMs);
  return atMs;
}

/** Wh that a PoD draws in a quarter-hour: two humps a day, and noise that is the same at each run. */
function drawnWh(n: number, atMs: number): number {
  const hour = (atMs % DAY_MS) / HOUR_MS;
  const hump = (at: number) => Math.exp(-((hour - at) ** 2) / 6);
  const noise = ((Math.imul(n * 7919 + Math.floor(atMs / QUARTER_MS), 2654435761) >>> 0) % 1000) / 1000;
  return Math.round(60 + 40 * n + 180 * hump(7) + 420 * hump(18) + 90 * noise);
}

/** Registers by instant, of each PoD. */
export type Registers = Map<string, Map<number, number>>;

export interface PlayedMonth {
  registers: Registers;
  packets: Signed[];
  /** Of each play. */
  setPoints: Signed[];
}

/** Signs what nodes measure from one UTC day to another, with the plays in it. */
export function playMonth(
  { nodes, setPoint }: Pick<Flexibility, 'nodes' | 'setPoint'>,
  { fromDay, untilDay, plays }: { fromDay: string; untilDay: string; plays: readonly Play[] },
): PlayedMonth {
  const month: PlayedMonth = { registers: new Map(), packets: [], setPoints: [] };
  const asked = plays.map((play, i) => ({ play, signed: setPoint(setPointOf(play, i)) }));
  month.setPoints = asked.map(({ signed }) => signed);
  for (const [n, node] of nodes.entries()) {
    const own = asked.filter(({ play }) => play.pod === node.pod);
    const registers = new Map<number, number>();
    month.registers.set(node.pod, registers);
    let importWh = 100_000 * (n + 1);
    let readings: object[] = [];
    const endMs = Date.parse(untilDay);
    for (let atMs = Date.parse(fromDay); atMs <= endMs; atMs += QUARTER_MS) {
      const during = own.find(({ play }) => inside(play, atMs));
      if (!during || during.play.hole !== (atMs - evening(during.play.date)) / QUARTER_MS) {
        registers.set(atMs, importWh);
        readings.push({
          at: formatTime(atMs),
          quality: ['measured'],
          values: { energyImportWh: importWh, energyExportWh: 0 },
        });
      }
      const begun = own.find(({ play }) => evening(play.date) === atMs);
      if (begun) month.packets.push(...toldOf(node, begun.play, begun.signed));
      const next = own.find(({ play }) => inside(play, atMs) && atMs < evening(play.date) + HOUR_MS);
      importWh += Math.round(drawnWh(n + 1, atMs) * (next?.play.left ?? 1));
      if ((atMs + QUARTER_MS) % DAY_MS !== 0 && atMs !== endMs) continue;
      const what = { type: 'measurement', role: 'exchange', profile: 'eastron-sdm630', readings };
      month.packets.push(node.sign(atMs, what));
      readings = [];
    }
  }
  return month;
}

function inside({ date }: Play, atMs: number): boolean {
  return atMs >= evening(date) && atMs <= evening(date) + HOUR_MS;
}

function setPointOf({ pod, date, order }: Play, i: number): object {
  const fromMs = evening(date);
  return {
    ...{ id: `01J${String(i).padStart(23, '0')}`, pod, node: `node-${pod.at(-1)}`, seq: i + 1 },
    ...{ service: 'balancing', mode: 'limit-import', valueW: 500, ...(order === undefined ? {} : { order }) },
    ...{ from: formatTime(fromMs), until: formatTime(fromMs + HOUR_MS) },
    ...{ issuedAt: formatTime(fromMs - HOUR_MS), expiresAt: formatTime(fromMs) },
  };
}

/** What a node says, and for a lost packet its place in the numbering only. */
function toldOf(node: TestNode, play: Play, { message }: Signed): Signed[] {
  const { id } = JSON.parse(message.payload) as { id: string };
  const fromMs = evening(play.date);
  if (play.lost) node.event(fromMs + 60_000);
  return play.said.map(({ status, reason }, i) =>
    node.sign(fromMs + i * 1000, {
      ...{
        type: 'activation',
        setPoint: id,
        setPointHash: messageHashOf(message),
        status,
        ...(reason ? { reason } : {}),
      },
      at: formatTime(fromMs + i * 1000),
    }),
  );
}
