import type { SealedPacket } from '../store.ts';

/** Ids of a packet's names in the ledger's tables. */
export interface PacketIds {
  nodeId: number;
  podId: number;
  meterId: number;
  anchorerId: number;
}

type SeriesRow = [
  podId: number,
  nodeId: number,
  meterId: number,
  role: string | null,
  packets: number,
  readings: number,
  firstMs: number,
  lastMs: number,
];
type DayRow = [podId: number, nodeId: number, day: string, minSeq: number, maxSeq: number];

/** What the packets of one round add to their series and days: one row each, however many packets there are. */
export class RoundTotals {
  readonly #series = new Map<string, SeriesRow>();
  readonly #days = new Map<string, DayRow>();

  add({ role, readingTimesMs, fromMs, toMs, seq, day }: SealedPacket, ids: PacketIds): void {
    const { podId, nodeId, meterId } = ids;
    const readings = readingTimesMs.length;
    const series = `${podId} ${nodeId} ${meterId}`;
    const [, , , knownRole = null, packets = 0, sum = 0, firstMs = fromMs, lastMs = toMs] =
      this.#series.get(series) ?? [];
    this.#series.set(series, [
      ...([podId, nodeId, meterId, knownRole ?? role ?? null] as const),
      ...([packets + 1, sum + readings, Math.min(firstMs, fromMs), Math.max(lastMs, toMs)] as const),
    ]);
    const ofDay = `${podId} ${nodeId} ${day}`;
    const [, , , minSeq = seq, maxSeq = seq] = this.#days.get(ofDay) ?? [];
    this.#days.set(ofDay, [podId, nodeId, day, Math.min(minSeq, seq), Math.max(maxSeq, seq)]);
  }

  series(): Iterable<SeriesRow> {
    return this.#series.values();
  }

  days(): Iterable<DayRow> {
    return this.#days.values();
  }
}
