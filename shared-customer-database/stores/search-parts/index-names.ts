const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What the indices of one deployment are called. */
export function createIndexNames(prefix = '') {
  const name = (kind: string, day: string) => `${prefix}${kind}-${day}`;
  return {
    /** The index of a day; once it was shrunk, the name that leads to its successor. */
    day: (day: string) => name('measurements', day),
    /** The successor of a day with one shard. */
    shrunk: (day: string) => name('shrunk', day),
    /** What a snapshot of a day is brought back as. */
    restored: (day: string) => name('restored', day),
    /** Snapshots of a day, without the time that each ends with. */
    snapshot: (day: string) => name('snapshot', day),
    everyDay: `${prefix}measurements-*`,
    everyShrunk: `${prefix}shrunk-*`,
    /** Leads to the latest day. */
    latest: `${prefix}measurements`,
    template: `${prefix}measurements`,
    /** The day of an index, by either of its names. */
    dayOf(index: string): string | undefined {
      for (const kind of ['measurements', 'shrunk']) {
        const start = name(kind, '');
        if (index.startsWith(start) && DAY.test(index.slice(start.length))) return index.slice(start.length);
      }
      return undefined;
    },
  };
}
export type IndexNames = ReturnType<typeof createIndexNames>;
