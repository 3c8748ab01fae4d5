import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { openCollections } from '@access-layer/shared-customer-database/registries/mongodb-collections';
import { parse } from 'yaml';
import { ROOT } from './source-files.ts';

const DIR = join(ROOT, 'deploy', 'mongodb');
const textOf = (name: string) => readFileSync(join(DIR, name), 'utf8');

/** What mongosh would have been told. */
interface Told {
  members: string[];
  set: string;
  roles: { privileges: { resource: { db: string; collection: string }; actions: string[] }[] }[];
  users: { user: string; pwd: string; roles: string[] }[];
}

function initiate(): Told {
  const told: Told = { members: [], set: '', roles: [], users: [] };
  const database = {
    hello: () => ({ isWritablePrimary: true }),
    getSiblingDB: () => database,
    createUser: (user: Told['users'][0]) => told.users.push(user),
    createRole: (role: Told['roles'][0]) => told.roles.push(role),
    auth: () => true,
    adminCommand: () => true,
  };
  const rs = {
    initiate({ _id, members }: { _id: string; members: { host: string }[] }) {
      told.set = _id;
      told.members = members.map(({ host }) => host);
    },
  };
  const process = { env: { ADMIN_PASSWORD_FILE: 'a', SERVICE_PASSWORD_FILE: 's' } };
  const require = () => ({ readFileSync: (file: string) => `password in ${file}\n` });
  runInNewContext(textOf('init-replica-set.mongosh'), {
    rs,
    db: database,
    process,
    require,
    sleep: () => {},
  });
  return told;
}

/** Database and collection of everything that the adapter opens, and what it makes unique. */
async function opened() {
  const unique: string[] = [];
  const names: string[] = [];
  const client = {
    db: (database: string) => ({
      collection(name: string) {
        names.push(`${database}.${name}`);
        const createIndex = async (key: object, options?: { unique: boolean }) => {
          if (options?.unique) unique.push(`${database}.${name} ${Object.keys(key)}`);
        };
        return { createIndex };
      },
    }),
  };
  await openCollections(client as never, 'access-layer');
  return { names: names.sort(), unique };
}

test('the role of the replica set covers every collection of the registry, and thins no history', async () => {
  const { set, members, roles, users } = initiate();
  const config = parse(textOf('mongod.yaml'));
  assert.equal(config.replication.replSetName, set);
  assert.equal(config.net.tls.mode, 'requireTLS');
  assert.equal(config.security.authorization, 'enabled');
  assert.equal(members.length, 3);
  assert.ok(members.every((host) => host.endsWith(`:${config.net.port}`)));
  const privileges = roles.flatMap((role) => role.privileges);
  const covered = privileges.map(({ resource }) => `${resource.db}.${resource.collection}`);
  assert.deepEqual(covered.sort(), (await opened()).names);
  const thinned = privileges.filter(({ actions }) => actions.includes('remove'));
  assert.deepEqual(
    thinned.map(({ resource }) => resource.collection),
    ['keptAnswers', 'outbox'],
  );
  assert.ok(users.every(({ pwd }) => /^password in [as]$/.test(pwd)));
});

test('what is sharded has no unique key beside its shard key', async () => {
  const sharded: string[] = [];
  const shardCollection = (name: string, key: object) => sharded.push(`${name} ${JSON.stringify(key)}`);
  runInNewContext(textOf('shard.mongosh'), { sh: { enableSharding: () => {}, shardCollection } });
  const { names, unique } = await opened();
  for (const entry of sharded) {
    const [name = '', key] = entry.split(' ');
    assert.ok(names.includes(name), name);
    assert.equal(key, '{"_id":"hashed"}');
    assert.ok(!unique.some((held) => held.startsWith(`${name} `)), name);
  }
  assert.equal(sharded.length, 2);
});
