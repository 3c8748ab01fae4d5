import assert from 'node:assert/strict';
import { test } from 'node:test';
import { searchTarget } from './search-target.ts';

test('a search leads to the page of what it names', () => {
  const hash = `0x${'AB'.repeat(32)}`;
  assert.equal(searchTarget(` ${hash} `), `/explorer/find/${hash.toLowerCase()}`);
  assert.equal(searchTarget('42'), '/explorer/find/42');
  assert.equal(searchTarget('it999e00000001'), '/pods/IT999E00000001');
  assert.equal(searchTarget('IT999E00000001X'), '/pods/IT999E00000001'); // with the check character
  assert.equal(searchTarget('ln-0001'), '/nodes/ln-0001');
  assert.equal(searchTarget(`0x${'1'.repeat(40)}`), '/explorer?tab=contracts');
  for (const nothing of ['', '  ', 'due parole', 'a/b', '<script>'])
    assert.equal(searchTarget(nothing), undefined);
});
