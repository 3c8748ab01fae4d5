import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topicStoreConformance } from '../topic-store.conformance.ts';
import embedded from './embedded.ts';

topicStoreConformance('embedded', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'topic-store-'));
  return {
    open: () => embedded.create({ dir }),
    dispose: async () => rmSync(dir, { recursive: true, force: true }),
  };
});
