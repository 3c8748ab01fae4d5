import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
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

function readlink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed in the meantime
  }
}
