/** Kinds of data of a PoD; `Action::"read <kind>"` in the rules. `reads` is who has read the others. */
export const DATA_SETS = [
  'measurements',
  'aggregates',
  'activations',
  'set-points',
  'settlements',
  'baselines',
  'forecasts',
  'events',
  'proofs',
  'technical',
  'personal',
  'reads',
] as const;
export type DataSet = (typeof DATA_SETS)[number];

/** What a consent for readings opens as well: their sums, and the hashes that prove them. */
const WITH_MEASUREMENTS: readonly DataSet[] = ['aggregates', 'proofs'];

/** What an activation has delivered follows from these two. */
const WITHIN_SETTLEMENTS: readonly DataSet[] = ['measurements', 'activations'];

/** Whether data sets that a customer consented to cover one that is asked for. */
export function covers(consented: readonly DataSet[], asked: DataSet): boolean {
  return (
    consented.includes(asked) ||
    (WITH_MEASUREMENTS.includes(asked) && consented.includes('measurements')) ||
    (asked === 'settlements' && WITHIN_SETTLEMENTS.every((dataSet) => consented.includes(dataSet)))
  );
}

/** The action of the rules for a data set. */
export function readAction(dataSet: DataSet): string {
  return `read ${dataSet}`;
}
