import { setTimeout as delay } from 'node:timers/promises';
import type { EngineClient } from './engine-client.ts';
import { searchDown } from './errors.ts';
import type { IndexNames } from './index-names.ts';

const LONG_MS = 3_600_000;
const PAUSE_MS = 200;
const NOT_FOUND = 404;
const REFUSED = 400;
/** Moving a day to one node takes as long as the network needs. */
const PATIENCE_MS = 1_800_000;

/** Makes the shards of a day one. The day answers all the while; what comes late waits, and is in the successor. */
export async function shrinkDay(engine: EngineClient, names: IndexNames, day: string): Promise<void> {
  const [source, target] = [names.day(day), names.shrunk(day)];
  const settings = await settingsOf(engine, source);
  if (!settings || Number(settings.number_of_shards) === 1) return;
  const wasBlocked = settings.blocks?.write === 'true';
  await engine.ask('DELETE', `/${target}?ignore_unavailable=true`);
  try {
    await gatherOnOneNode(engine, source);
    await engine.ask('PUT', `/${source}/_block/write`);
    await engine.ask('POST', `/${source}/_shrink/${target}`, {
      body: { settings: { ...ONE_SHARD, 'index.number_of_replicas': settings.number_of_replicas } },
      accept: [REFUSED],
      timeoutMs: LONG_MS,
    });
    if (!(await settingsOf(engine, target))) return;
    await untilHealthy(engine, target);
    if (!(await isSame(engine, source, target))) return;
    const actions = [{ remove_index: { index: source } }, { add: { index: target, alias: source } }];
    await engine.ask('POST', '/_aliases', { body: { actions } });
    if (wasBlocked) await engine.ask('PUT', `/${target}/_block/write`);
  } finally {
    await tidyUp(engine, source, target, wasBlocked);
  }
}

/** What the source was told must not go on in its successor. */
const ONE_SHARD = {
  'index.number_of_shards': 1,
  'index.blocks.write': null,
  'index.routing.allocation.require._name': null,
};

export interface IndexSettings {
  number_of_shards: string;
  number_of_replicas: string;
  blocks?: { write?: string };
  routing?: { allocation?: { require?: { _name?: string } } };
}

/** By any of its names; undefined where it is not there. */
export async function settingsOf(engine: EngineClient, index: string): Promise<IndexSettings | undefined> {
  const { status, body } = await engine.ask<Record<string, { settings: { index: IndexSettings } }>>(
    'GET',
    `/${index}/_settings`,
    { accept: [NOT_FOUND] },
  );
  return status === NOT_FOUND ? undefined : Object.values(body)[0]?.settings.index;
}

/** Shrinking links files, so a copy of every shard must lie on one node. */
async function gatherOnOneNode(engine: EngineClient, index: string): Promise<void> {
  const { body: shards } = await engine.ask<{ node: string; prirep: string }[]>(
    'GET',
    `/_cat/shards/${index}?format=json&h=node,prirep`,
  );
  const node = shards.find(({ prirep }) => prirep === 'p')?.node;
  await engine.ask('PUT', `/${index}/_settings`, {
    body: { 'index.routing.allocation.require._name': node },
  });
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const { body } = await engine.ask<{ shard: string; node: string; state: string }[]>(
      'GET',
      `/_cat/shards/${index}?format=json&h=shard,node,state`,
    );
    const there = body.filter((each) => each.node === node && each.state === 'STARTED');
    if (new Set(there.map(({ shard }) => shard)).size === new Set(body.map(({ shard }) => shard)).size)
      return;
    if (performance.now() > deadlineMs)
      throw searchDown(`the shards of ${index} do not come together on ${node}`);
    await delay(PAUSE_MS);
  }
}

async function untilHealthy(engine: EngineClient, index: string): Promise<void> {
  const accept = [408];
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const path = `/_cluster/health/${index}?wait_for_status=yellow&wait_for_no_initializing_shards=true&timeout=20s`;
    const { body } = await engine.ask<{ timed_out: boolean }>('GET', path, { accept });
    if (!body.timed_out) return;
    if (performance.now() > deadlineMs) throw searchDown(`${index} does not come up`);
  }
}

/** Closed to writing all the time, and as many packets here as there. */
async function isSame(engine: EngineClient, source: string, target: string): Promise<boolean> {
  await engine.ask('POST', `/${source},${target}/_refresh`);
  const count = async (index: string) =>
    (await engine.ask<{ count: number }>('GET', `/${index}/_count`)).body.count;
  const isEqual = (await count(source)) === (await count(target));
  return isEqual && (await settingsOf(engine, source))?.blocks?.write === 'true';
}

/** Where the source is still there, the day goes on in it. */
async function tidyUp(
  engine: EngineClient,
  source: string,
  target: string,
  wasBlocked: boolean,
): Promise<void> {
  const { body } = await engine.ask<Record<string, unknown>>('GET', `/${source}`, { accept: [NOT_FOUND] });
  if (!(source in body)) return;
  await engine.ask('DELETE', `/${target}?ignore_unavailable=true`);
  await engine.ask('PUT', `/${source}/_settings`, {
    body: { 'index.routing.allocation.require._name': null, 'index.blocks.write': wasBlocked || null },
  });
}

/**
 * Opens a day to writing again that was closed to it. While it is shrunk it stays closed; who has waited too long breaks
 * that off: it ends without a change.
 */
export async function openDay(
  engine: EngineClient,
  names: IndexNames,
  day: string,
  isLate: boolean,
): Promise<void> {
  const [source, target] = [names.day(day), names.shrunk(day)];
  const { body } = await engine.ask<Record<string, unknown>>('GET', `/${source}`, { accept: [NOT_FOUND] });
  if (source in body) {
    const isGathered = (await settingsOf(engine, source))?.routing?.allocation?.require?._name !== undefined;
    if (isGathered && !isLate) return;
    if (isGathered) await engine.ask('DELETE', `/${target}?ignore_unavailable=true`);
  }
  const settings = { 'index.blocks.write': false, 'index.routing.allocation.require._name': null };
  await engine.ask('PUT', `/${source}/_settings`, { body: settings, accept: [NOT_FOUND] });
}
