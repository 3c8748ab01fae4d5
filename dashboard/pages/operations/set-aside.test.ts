import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FINAL_REASONS, HEALING_REASONS } from '@access-layer/core/reason';
import { outcomeOf } from './set-aside.ts';

test('a refused signature is never tried again, a key that comes later is, a contradiction is evidence', () => {
  for (const reason of HEALING_REASONS) assert.equal(outcomeOf(reason), 'heals', reason);
  for (const reason of FINAL_REASONS)
    assert.equal(outcomeOf(reason), reason === 'sequence-fork' ? 'evidence' : 'never', reason);
  assert.equal(outcomeOf('batch-contradicted'), 'evidence');
  assert.equal(outcomeOf('unverifiable'), 'repaired');
  assert.equal(outcomeOf('not-included'), 'never');
});
