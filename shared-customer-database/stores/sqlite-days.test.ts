import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { addressOf, newPrivateKey, signPayload } from '@access-layer/core/sign';
import type { LifecycleStore } from '../lifecycle-store.ts';
import { lifecycleConformance } from '../test/lifecycle-conformance.ts';
import { packetOn, storeConformance } from '../test/store-conformance.ts';
import sqliteDays from './sqlite-days.ts';

function temporary() {
  const dir = mkdtempSync(join(tmpdir(), 'days-'));
  return { dir, end: async () => rmSync(dir, { recursive: true, force: true }) };
}

storeConformance('sqlite-days', async () => {
  const { dir, end } = temporary();
  return { open: () => sqliteDays.create({ dir }), end };
});

// The same, where nearly every look-up closes one file and opens another.
storeConformance('sqlite-days with one day open at a time', async () => {
  const { dir, end } = temporary();
  return { open: () => sqliteDays.create({ dir, openDays: 1 }), end };
});

lifecycleConformance('sqlite-days', async () => {
  const { dir, end } = temporary();
  return {
    open: async (options) => (await sqliteDays.create({ dir, ...options })) as LifecycleStore,
    holds: (text) => readdirSync(dir).some((name) => readFileSync(join(dir, name)).includes(text)),
    end,
  };
});

test('one file a UTC day, and no more of them open than allowed', async () => {
  const { dir, end } = temporary();
  const store = await sqliteDays.create({ dir, openDays: 2 });
  const descriptors = () =>
    readdirSync('/proc/self/fd').filter((fd) => readlink(`/proc/self/fd/${fd}`).startsWith(dir)).length;
  for (let day = 1; day <= 9; day++) await store.put([packetOn(`2026-03-0${day}`)]);
  assert.deepEqual(readdirSync(dir).filter((name) => name.endsWith('.db')).length, 9);
  assert.ok(existsSync(join(dir, 'measurements-2026-03-04.db')));
  // A database is up to three descriptors: the file, its log, its index.
  if (existsSync('/proc/self/fd')) assert.ok(descriptors() <= 6, `${descriptors()} descriptors`);
  await store.close();
  await end();
});

test('a file of before signers were kept tells them all the same, to who reads and to who goes on writing', async () => {
  const { dir, end } = temporary();
  const key = newPrivateKey();
  const before = packetOn('2026-03-01');
  const signed = {
    ...before,
    signature: signPayload(before.payload, key).signature,
    signer: addressOf(key),
  };
  const first = await sqliteDays.create({ dir });
  await first.put([signed]);
  await first.close();
  const database = new DatabaseSync(join(dir, 'measurements-2026-03-01.db'));
  database.exec('ALTER TABLE packet DROP COLUMN signer');
  database.close();
  for (const readOnly of [true, false]) {
    const store = await sqliteDays.create({ dir, readOnly });
    assert.equal((await store.packet('2026-03-01', signed.node, signed.seq))?.signer, addressOf(key));
    if (!readOnly) await store.put([{ ...before, seq: before.seq + 1 }]);
    const later = await store.packet('2026-03-01', before.node, before.seq + 1);
    assert.equal(later?.signer, readOnly ? undefined : before.signer);
    await store.close();
  }
  await end();
});

function readlink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed in the meantime
  }
}
