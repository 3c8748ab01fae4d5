import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { type Ingestion, pod, startIngestion } from './ingestion.test-input.ts';
import { publishPods } from './pod-record.ts';

const log = createLog({ name: 'test', level: 'silent' });
let api: Ingestion;
before(async () => {
  api = await startIngestion();
});
after(() => api.close());

test('PoDs of a registry that is older than the stream are put on it, once', async () => {
  const ids = ['IT002E00000041', 'IT002E00000042'];
  for (const id of ids) {
    await api.registry.write([{ kind: 'pod', id, document: pod(id) as never }], {
      by: { subject: 'test', clientId: 'test', role: 'dso-administrator' },
    });
  }
  const known = (await api.registry.list('pod', { limit: 100 })).map(({ id }) => id);
  for (let round = 0; round < 2; round++) await publishPods(api.registry, api.stream, log);
  const published = (await api.read('pods')).map(({ key }) => key);
  assert.deepEqual(published, known);
  assert.ok(ids.every((id) => published.includes(id)));
});
