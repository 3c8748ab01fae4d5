import type { StoreAction } from '../../lifecycle-store.ts';
import type { EngineClient } from './engine-client.ts';
import type { IndexNames } from './index-names.ts';
import { settingsOf, shrinkDay } from './shrink-day.ts';
import type { Snapshots } from './snapshots.ts';

export interface DayRooms {
  engine: EngineClient;
  names: IndexNames;
  snapshots: Snapshots | undefined;
}

const DAY_MS = 86_400_000;
const LONG_MS = 3_600_000;
const NOT_FOUND = 404;
/** Somebody has made the next day in the meantime. */
const EXISTS = 400;

/** Performs what is asked for a day, in the one order that makes sense. */
export async function restDay(rooms: DayRooms, day: string, actions: readonly StoreAction[]): Promise<void> {
  const { engine, names, snapshots } = rooms;
  const index = names.day(day);
  if (!(await settingsOf(engine, index))) return;
  if (actions.includes('rollover')) await rollOver(rooms, day);
  if (actions.includes('shrink')) await shrinkDay(engine, names, day);
  if (actions.includes('force-merge')) {
    await engine.ask('POST', `/${index}/_forcemerge?max_num_segments=1&flush=true`, { timeoutMs: LONG_MS });
  }
  if (actions.includes('snapshot')) await snapshots?.take(day, Date.now());
  if (actions.includes('read-only')) await engine.ask('PUT', `/${index}/_block/write`);
}

/** The name of the latest day goes on to the next one, which is made with it. */
async function rollOver({ engine, names }: DayRooms, day: string): Promise<void> {
  const alias = names.latest;
  const index = names.day(day);
  const next = names.day(new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10));
  const { status, body } = await engine.ask<Record<string, unknown>>('GET', `/_alias/${alias}`, {
    accept: [NOT_FOUND],
  });
  const holders = status === NOT_FOUND ? [] : Object.keys(body);
  if (holders.some((holder) => (names.dayOf(holder) ?? '') > day)) return;
  const lead = (to: string, from: string[]) => {
    const actions = [
      ...from.map((each) => ({ remove: { index: each, alias } })),
      { add: { index: to, alias } },
    ];
    return engine.ask('POST', '/_aliases', { body: { actions } });
  };
  await lead(index, holders);
  if (await settingsOf(engine, next)) await lead(next, [index]);
  else await engine.ask('POST', `/${alias}/_rollover/${next}`, { accept: [EXISTS] });
}
