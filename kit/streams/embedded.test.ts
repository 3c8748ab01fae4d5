import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { streamConformance } from '../stream.conformance.ts';
import embedded from './embedded.ts';

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'stream-'));
}

streamConformance('embedded', async () => {
  const dir = folder();
  return {
    open: () => embedded.create({ dir, pollMs: 5 }),
    dispose: async () => rmSync(dir, { recursive: true }),
  };
});

test('trim forgets old records and keeps counting', async (t) => {
  const dir = folder();
  const stream = await embedded.create({ dir });
  t.after(async () => {
    await stream.close();
    rmSync(dir, { recursive: true });
  });
  await stream.append('packets', [{ key: 'a', value: '1' }]);
  assert.equal(await stream.trim('packets', Date.now() + 1), 1);
  await stream.append('packets', [{ key: 'a', value: '2' }]);
  assert.deepEqual(await stream.offsets('packets'), [{ partition: 0, first: 2, next: 3 }]);
});

test('a name that could leave the folder is refused', async () => {
  const stream = await embedded.create({ dir: folder() });
  await assert.rejects(stream.append('../packets', []), { code: 'STREAM_TOPIC' });
});
