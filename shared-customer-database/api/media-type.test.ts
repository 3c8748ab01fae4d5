import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccessLayerError } from '@access-layer/core/errors';
import { negotiate } from './media-type.ts';

const OURS = ['application/json', 'application/x-ndjson', 'text/csv'] as const;

test('the best of ours is taken, ours first where all are welcome', () => {
  const expected: [string | undefined, string][] = [
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['text/*', 'text/csv'],
    ['text/csv;q=0.5, application/x-ndjson', 'application/x-ndjson'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'application/json'],
    ['*/*, application/json;q=0', 'application/x-ndjson'],
    ['TEXT/CSV', 'text/csv'],
    ['text/csv; header=present; q=0.9', 'text/csv'],
  ];
  for (const [accept, type] of expected) assert.equal(negotiate(accept, OURS), type, `${accept}`);
});

test('nothing of ours is refused by name', () => {
  for (const accept of ['image/png', 'application/json;q=0', 'text/csv;q=x', ';;,', 'a'.repeat(10_000)]) {
    assert.throws(
      () => negotiate(accept, OURS),
      (error) => error instanceof AccessLayerError && error.code === 'SCD_NOT_ACCEPTABLE',
    );
  }
});
