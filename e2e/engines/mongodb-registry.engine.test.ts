import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import ferretdb from '@access-layer/engines/ferretdb';
import mongodb from '@access-layer/shared-customer-database/registries/mongodb';
import { applyChanges } from '@access-layer/shared-customer-database/registries/mongodb-apply';
import { openCollections } from '@access-layer/shared-customer-database/registries/mongodb-collections';
import { Commits } from '@access-layer/shared-customer-database/registries/mongodb-commits';
import { connect } from '@access-layer/shared-customer-database/registries/mongodb-connection';
import type { Draft } from '@access-layer/shared-customer-database/registries/mongodb-draft';
import type { Author, Registry } from '@access-layer/shared-customer-database/registry';
import { registryConformance } from '@access-layer/shared-customer-database/registry.conformance';
import { needEngine } from './need-engine.ts';

const by: Author = { subject: 'anna', clientId: 'console', role: 'dso-administrator', party: 'dso' };
const engine = await needEngine(ferretdb.start);

if (engine) {
  let runs = 0;
  registryConformance('mongodb', async () => {
    const database = `run-${++runs}`;
    return {
      open: () => mongodb.create({ url: engine.url, database }),
      dispose: async () => undefined,
    };
  });

  test('four who write at once, and the server killed among them: every change once, no number left out', async () => {
    const opened = Array.from({ length: 4 }, () => mongodb.create({ url: engine.url, database: 'many' }));
    const registries = await Promise.all(opened);
    after(() => Promise.all(registries.map((registry) => registry.close())));
    let written = 0;
    let kill: Promise<void> | undefined;
    const each = 15;
    const writers = await Promise.allSettled(
      registries.map(async (registry, writer) => {
        for (let i = 0; i < each; i++) {
          await writeUntilAnswered(registry, `c-${writer}-${String(i).padStart(2, '0')}`);
          written += 1;
          if (written === 20) kill = restart();
        }
      }),
    );
    await kill;
    for (const writer of writers) assert.ifError(writer.status === 'rejected' ? writer.reason : undefined);
    assert.ok(kill, 'the server was killed');
    const history = await registries[0]!.history({ limit: 1000 });
    assert.deepEqual(
      history.map(({ position }) => position),
      Array.from({ length: 4 * each }, (_, i) => i + 1),
    );
    assert.equal(new Set(history.map(({ id }) => id)).size, 4 * each);
    const customers = await registries[1]!.list('customer', { limit: 1000 });
    assert.ok(customers.every(({ revision }) => revision === 1));
    const outbox = await registries[2]!.outbox(1000);
    assert.deepEqual(
      outbox.map(({ value }) => value),
      history.map(({ id }) => id),
    );
  });

  test('what a crash leaves between a commit and its place is finished by whoever comes next', async (t) => {
    const options = { url: engine.url, database: 'crash' };
    const client = await connect(options);
    t.after(() => client.close());
    const collections = await openCollections(client, options.database);
    const crash = async () => {
      throw new Error('the power is gone');
    };
    const documents = new Proxy(collections.documents, {
      get: (target, key) => (key === 'bulkWrite' ? crash : Reflect.get(target, key, target)),
    });
    const crashing = new Commits({ ...collections, documents });
    const row = { _id: 'customer/c', kind: 'customer', id: 'c', revision: 1, present: true } as const;
    const commit = async (draft: Draft) => {
      draft.putDocument({ ...row, body: '{"id":"c","kind":"public"}', links: [], targets: [] });
      draft.send([{ topic: 'registry-requests', key: 'c', value: 'c' }]);
    };
    await assert.rejects(crashing.run(commit), /the power is gone/);
    const { changes } = (await collections.commits.findOne({ _id: 1 }))!;
    const registry = await mongodb.create(options);
    t.after(() => registry.close());
    assert.equal(await registry.get('customer', 'c'), undefined, 'what is not in its place is not shown');
    assert.equal((await registry.outbox(10)).length, 1);
    assert.equal((await registry.get('customer', 'c'))!.revision, 1);
    assert.equal((await collections.commits.findOne({ _id: 1 }))!.changes, undefined);
    await registry.sent(1);
    await registry.write([{ kind: 'customer', id: 'c', ifRevision: 1 }], { by });
    // One who was held up, and only now brings the first commit in.
    await applyChanges(collections, 1, JSON.parse(changes!));
    assert.equal(await registry.get('customer', 'c'), undefined, 'removed stays removed');
    assert.deepEqual(await registry.outbox(10), [], 'sent stays sent');
  });

  async function restart(): Promise<void> {
    const [server] = engine!.members;
    await server!.kill();
    await server!.restart();
  }

  /** As a client does that asks again: the same content changes nothing. */
  async function writeUntilAnswered(registry: Registry, id: string): Promise<void> {
    const document = { id, kind: 'household' } as const;
    const outbox = [{ topic: 'registry-requests', key: id, value: id }];
    for (let tries = 0; tries < 100; tries++) {
      try {
        const { outcomes } = await registry.write([{ kind: 'customer', id, document, outbox }], { by });
        assert.ok(outcomes[0]!.ok, JSON.stringify(outcomes));
        return;
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'SCD_REGISTRY_UNAVAILABLE', String(error));
      }
    }
    assert.fail(`${id} was never written`);
  }
}
