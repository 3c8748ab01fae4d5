import { setTimeout as delay } from 'node:timers/promises';
import type { ErasedPeriod } from '@access-layer/core/erasure';
import { between, equals, searchPackets } from './day-search.ts';
import type { EngineClient } from './engine-client.ts';
import { searchDown } from './errors.ts';
import { idOf } from './packet-document.ts';
import type { DayRooms } from './rest-day.ts';
import { openDay, settingsOf } from './shrink-day.ts';

const LONG_MS = 3_600_000;
const PAGE = 1000;
const PAUSE_MS = 200;
/** The engine keeps what was deleted for copies that may have to catch up, until they have told that they have. */
const PATIENCE_MS = 120_000;

/** Destroys packets of a PoD on one day, in the index and in its snapshots; answers how many the index held. */
export async function eraseOnDay(rooms: DayRooms, day: string, period: ErasedPeriod): Promise<number> {
  const { engine, names, snapshots } = rooms;
  const index = names.day(day);
  const settings = await settingsOf(engine, index);
  const hadSnapshot = (await snapshots?.forget(day)) ?? false;
  if (!settings) return 0;
  const wasBlocked = settings.blocks?.write === 'true';
  if (wasBlocked) await openDay(engine, names, day, true);
  const erased = await deletePackets(engine, index, period);
  await untilPurged(engine, index);
  if (hadSnapshot) await snapshots?.take(day, Date.now());
  if (wasBlocked) await engine.ask('PUT', `/${index}/_block/write`);
  return erased;
}

async function deletePackets(engine: EngineClient, index: string, period: ErasedPeriod): Promise<number> {
  const { pod, fromMs, untilMs } = period;
  const filter = [equals('pod', pod), between('fromMs', { gte: fromMs, lt: untilMs })];
  const sort = ['fromMs', 'node', 'seq'];
  let erased = 0;
  for (;;) {
    const found = await searchPackets(engine, { indices: [index], filter, sort }, PAGE);
    if (found.length === 0) return erased;
    const lines = found.map((packet) => `{"delete":{"_id":${JSON.stringify(idOf(packet))}}}\n`);
    await engine.ask('POST', `/${index}/_bulk?refresh=true`, { body: lines.join('') });
    erased += found.length;
  }
}

/** Until no file of the index holds anything that was deleted: merged, and the log of writes begun anew. */
async function untilPurged(engine: EngineClient, index: string): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  while ((await deletedIn(engine, index)) > 0) {
    if (performance.now() > deadlineMs) throw searchDown(`${index} still holds packets that were erased`);
    await engine.ask('POST', `/${index}/_forcemerge?max_num_segments=1&flush=true`, { timeoutMs: LONG_MS });
    await engine.ask('POST', `/${index}/_flush?force=true&wait_if_ongoing=true`);
    await delay(PAUSE_MS);
  }
}

async function deletedIn(engine: EngineClient, index: string): Promise<number> {
  const { body } = await engine.ask<{ _all: { total: { docs: { deleted: number } } } }>(
    'GET',
    `/${index}/_stats/docs`,
  );
  return body._all.total.docs.deleted;
}
