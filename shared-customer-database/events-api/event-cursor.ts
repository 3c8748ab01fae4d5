import type { EventTopic } from './topic.ts';

/** Where a reader stands in a lane: the next offset to look at, and a partition of the lane to name it by. */
export interface CursorLane {
  topic: EventTopic;
  lane: number;
  partition: number;
  next: number;
}

export type Cursor = { ok: true; lanes: CursorLane[] } | { ok: false; reason: string };

const PART = /^([a-zA-Z0-9._-]{1,249}):(\d{1,9}):(-1|\d{1,15})$/;

/** The id of an event: for each lane the last offset that has been dealt with, `topic:partition:offset`, with commas. */
export function writeCursor(lanes: readonly CursorLane[]): string {
  return lanes.map(({ topic, partition, next }) => `${topic.name}:${partition}:${next - 1}`).join(',');
}

/**
 * Reads a `Last-Event-ID` for these topics: each lane goes on behind its offset. Lanes that it does not name begin where
 * `begin` says; topics that are not asked for any more do not count.
 */
export async function readCursor(
  text: string | undefined,
  topics: readonly EventTopic[],
  begin: 'earliest' | 'latest',
): Promise<Cursor> {
  const named = new Map<string, { partition: number; next: number }>();
  for (const part of text ? text.split(',') : []) {
    const [whole, name, partition, offset] = PART.exec(part) ?? [];
    if (whole === undefined)
      return { ok: false, reason: `"${part.slice(0, 100)}" is not topic:partition:offset` };
    const topic = topics.find((known) => known.name === name);
    if (!topic) continue;
    if (Number(partition) >= topic.partitions)
      return { ok: false, reason: `${name} has no partition ${partition}` };
    const id = `${name}:${topic.laneOf(Number(partition))}`;
    named.set(id, { partition: Number(partition), next: Number(offset) + 1 });
  }
  const lanes: CursorLane[] = [];
  for (const topic of topics) {
    for (let lane = 0; lane < topic.lanes; lane++) {
      const { first, next } = await topic.bounds(lane);
      const { partition, next: wanted } = named.get(`${topic.name}:${lane}`) ?? {
        partition: lane,
        next: undefined,
      };
      lanes.push({ topic, lane, partition, next: wanted ?? (begin === 'earliest' ? first : next) });
    }
  }
  return { ok: true, lanes };
}
