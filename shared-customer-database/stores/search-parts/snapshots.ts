import type { EngineClient } from './engine-client.ts';
import type { IndexNames } from './index-names.ts';
import type { SearchStoreConfig } from './search-config.ts';

const LONG_MS = 3_600_000;
const NOT_FOUND = 404;

export type Snapshots = ReturnType<typeof createSnapshots>;

interface Snapshot {
  snapshot: string;
  state: string;
  indices: string[];
}

/** Snapshots of days in one repository: of each day the last one. */
export function createSnapshots(
  engine: EngineClient,
  names: IndexNames,
  { repository, folder }: NonNullable<SearchStoreConfig['snapshots']>,
) {
  const at = `/_snapshot/${repository}`;
  let made: Promise<unknown> | undefined;

  /** A repository in a folder is ours to make; another one was made by the engine's operator. */
  const ready = async () => {
    if (!folder) return;
    const body = { type: 'fs', settings: { location: folder, compress: true } };
    made ??= engine.ask('PUT', at, { body });
    await made;
  };

  const of = async (day: string): Promise<Snapshot[]> => {
    await ready();
    const { status, body } = await engine.ask<{ snapshots: Snapshot[] }>(
      'GET',
      `${at}/${names.snapshot(day)}-*?ignore_unavailable=true`,
      { accept: [NOT_FOUND] },
    );
    const found = status === NOT_FOUND ? [] : body.snapshots;
    return found.toSorted((a, b) => (a.snapshot < b.snapshot ? -1 : 1));
  };

  const remove = (snapshots: Snapshot[]) => removeAll(snapshots.map(({ snapshot }) => snapshot));
  async function removeAll(snapshotNames: string[]): Promise<void> {
    for (const name of snapshotNames)
      await engine.ask('DELETE', `${at}/${name}`, { accept: [NOT_FOUND], timeoutMs: LONG_MS });
  }

  return {
    /** Takes one; those before it go when it is whole. */
    async take(day: string, atMs: number): Promise<void> {
      const before = await of(day);
      const name = `${names.snapshot(day)}-${atMs}`;
      const { body } = await engine.ask<{ snapshot: Snapshot }>(
        'PUT',
        `${at}/${name}?wait_for_completion=true`,
        {
          body: { indices: names.day(day), include_global_state: false, partial: false },
          timeoutMs: LONG_MS,
        },
      );
      if (body.snapshot.state === 'SUCCESS') await remove(before.filter(({ snapshot }) => snapshot !== name));
    },

    /** Brings the last whole one back under a name of its own; undefined where there is none. */
    async restore(day: string): Promise<string | undefined> {
      const last = (await of(day)).filter(({ state }) => state === 'SUCCESS').at(-1);
      const index = last?.indices[0];
      if (!last || !index) return undefined;
      const restored = names.restored(day);
      await engine.ask('DELETE', `/${restored}?ignore_unavailable=true`);
      await engine.ask('POST', `${at}/${last.snapshot}/_restore?wait_for_completion=true`, {
        body: {
          ...{ indices: index, include_global_state: false, include_aliases: false },
          ...{ rename_pattern: '.+', rename_replacement: restored },
          index_settings: { 'index.number_of_replicas': 0, 'index.blocks.write': true },
        },
        timeoutMs: LONG_MS,
      });
      return restored;
    },

    /** True where there were some. */
    async forget(day: string): Promise<boolean> {
      const all = await of(day);
      await remove(all);
      return all.length > 0;
    },

    /** Days that have one. */
    async days(): Promise<string[]> {
      await ready();
      const path = `${at}/${names.snapshot('')}*?ignore_unavailable=true&verbose=false`;
      const { body } = await engine.ask<{ snapshots: Snapshot[] }>('GET', path);
      const start = names.snapshot('').length;
      return [...new Set(body.snapshots.map(({ snapshot }) => snapshot.slice(start, start + 10)))].sort();
    },
  };
}
