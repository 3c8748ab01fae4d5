import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { unpackState, writeState } from './anvil-state.ts';

test('whoever looks while a state is replaced sees the old one or the new one', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-state-'));
  t.after(() => rmSync(dir, { recursive: true }));
  assert.equal(unpackState(dir), undefined);
  const stateOf = (letter: string) => `0x${gzipSync(letter.repeat(2_000_000), { level: 0 }).toString('hex')}`;
  const seen = new Set<string>();
  await writeState(dir, stateOf('a'));
  for (const letter of ['b', 'c', 'd']) {
    let writing = true;
    const written = writeState(dir, stateOf(letter)).finally(() => {
      writing = false;
    });
    while (writing) {
      const text = gunzipSync(readFileSync(join(dir, 'state.json.gz'))).toString();
      assert.equal(text.length, 2_000_000);
      seen.add(text[0]!);
      await turn();
    }
    await written;
  }
  assert.ok(seen.has('a') && seen.has('c'), 'the test looked during the writing');
  assert.equal(readFileSync(unpackState(dir)!, 'utf8')[0], 'd');
});
