const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_LENGTH = 'yyyy-MM-dd'.length;

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
    /** Leads to the latest day. */
    latest: `${prefix}measurements`,
    template: `${prefix}measurements`,
    /** The day of an index by the name that leads to it. */
    dayOf(index: string): string | undefined {
      const day = index.slice(-DAY_LENGTH);
      return DAY.test(day) && index === name('measurements', day) ? day : undefined;
    },
  };
}
export type IndexNames = ReturnType<typeof createIndexNames>;
