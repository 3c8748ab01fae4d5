import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Access } from '../access/access.ts';
import { DATA_SETS, type DataSet } from '../access/data-set.ts';
import type { Erasure } from './erasure-book.ts';
import { withoutErased } from './without-erased.ts';

const POD = 'IT001E00000001';
/** That there were packets, and who held the PoD, an erasure does not take away. */
const STAYS: readonly DataSet[] = ['proofs', 'technical', 'personal'];

test('from the confirmation on nothing of the time is given out, of any kind of data, and the rest is', async () => {
  const everything = { from: 0, until: 0, rules: ['r'], consents: [], holders: ['customer-1'] };
  const rules = {
    allowedRanges: async () => ({ ranges: [{ from: 0, until: 0 }], basis: [everything] }),
  } as unknown as Access;
  const erased = { pod: POD, fromMs: 1000, untilMs: 2000 } as Erasure;
  const { allowedRanges } = withoutErased(rules, () => [erased]);
  for (const dataSet of DATA_SETS) {
    const asked = { dataSet, from: 0, until: 0 };
    const { ranges } = await allowedRanges({} as never, { pod: POD, ...asked });
    const left = STAYS.includes(dataSet) ? ['0 to 0'] : ['0 to 1000', '2000 to 0'];
    assert.deepEqual(
      ranges.map(({ from, until }) => `${from} to ${until}`),
      left,
      dataSet,
    );
    const other = await allowedRanges({} as never, { pod: 'IT001E00000002', ...asked });
    assert.equal(other.ranges.length, 1, 'of another PoD');
  }
});
