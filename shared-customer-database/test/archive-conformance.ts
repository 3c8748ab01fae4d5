import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Archive } from '../archive.ts';

/** What a conformance run needs to open the same archive again. */
export interface ArchiveUnderTest {
  open(): Promise<Archive>;
  end(): Promise<void>;
}

const DAY = '2026-02-01';
const RACERS = 8;

interface Checked {
  archive: Archive;
  another: () => Promise<Archive>;
  /** A local file with this content. */
  local: (content: string | Uint8Array) => string;
}

/** Every archive adapter runs this. `prepare` gives a fresh, empty place. */
export function archiveConformance(name: string, prepare: () => Promise<ArchiveUnderTest>): void {
  const check = (what: string, work: (checked: Checked) => Promise<void>) =>
    test(`archive ${name}: ${what}`, async () => {
      const place = await prepare();
      const dir = mkdtempSync(join(tmpdir(), 'archive-input-'));
      const opened: Archive[] = [];
      const another = async () => {
        const archive = await place.open();
        opened.push(archive);
        return archive;
      };
      let files = 0;
      const local = (content: string | Uint8Array) => {
        const path = join(dir, String(files++));
        writeFileSync(path, content);
        return path;
      };
      try {
        await work({ archive: await another(), another, local });
      } finally {
        for (const archive of opened) await archive.close();
        await place.end();
        rmSync(dir, { recursive: true, force: true });
      }
    });

  check('knows nothing of a day that it never had', async ({ archive }) => {
    assert.deepEqual(await archive.days(), []);
    assert.equal(await archive.manifest(DAY), undefined);
    assert.deepEqual(await archive.files(DAY), []);
    await assert.rejects(archive.openFile(DAY, 'part.parquet'), { code: 'SCD_ARCHIVE_MISSING' });
    await archive.removeFile(DAY, 'part.parquet');
  });

  check(
    'gives back the bytes as they came, also to another that opens it',
    async ({ archive, another, local }) => {
      const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 256);
      assert.equal(await archive.addFile(DAY, 'part.parquet', local(bytes)), true);
      assert.equal(await archive.addFile(DAY, 'empty.parquet', local('')), true);
      for (const opened of [archive, await another()]) {
        assert.deepEqual(await opened.files(DAY), [
          { name: 'empty.parquet', bytes: 0 },
          { name: 'part.parquet', bytes: 200_000 },
        ]);
        assert.ok((await contentOf(opened, 'part.parquet')).equals(bytes));
        assert.equal((await contentOf(opened, 'empty.parquet')).length, 0);
      }
    },
  );

  check('a day without a manifest is none', async ({ archive, local }) => {
    await archive.addFile(DAY, 'part.parquet', local('p'));
    assert.deepEqual(await archive.days(), []);
    for (const day of ['2026-02-03', DAY]) assert.equal(await archive.addManifest(day, 1, '{}'), true);
    assert.deepEqual(await archive.days(), [DAY, '2026-02-03']);
  });

  check('answers the highest manifest, whole', async ({ archive, another }) => {
    for (let version = 1; version <= 11; version++) {
      assert.equal(await archive.addManifest(DAY, version, `{"ü":${version}}`), true);
    }
    assert.deepEqual(await (await another()).manifest(DAY), { version: 11, text: '{"ü":11}' });
    assert.deepEqual(await archive.manifest(DAY, 3), { version: 3, text: '{"ü":3}' });
    assert.equal(await archive.manifest(DAY, 12), undefined);
    assert.deepEqual(await archive.files(DAY), []);
  });

  check('takes no version twice, and leaves none out', async ({ archive }) => {
    assert.equal(await archive.addManifest(DAY, 2, 'two'), false);
    assert.equal(await archive.addManifest(DAY, 1, 'one'), true);
    assert.equal(await archive.addManifest(DAY, 1, 'another'), false);
    assert.equal(await archive.addManifest(DAY, 3, 'three'), false);
    assert.deepEqual(await archive.manifest(DAY), { version: 1, text: 'one' });
  });

  check('of several archivers that add the same manifest one is first', async ({ another }) => {
    const racers = await Promise.all(Array.from({ length: RACERS }, another));
    const added = await Promise.all(racers.map((archive, i) => archive.addManifest(DAY, 1, `by ${i}`)));
    assert.equal(added.filter(Boolean).length, 1);
    assert.equal((await racers[0]!.manifest(DAY))!.text, `by ${added.indexOf(true)}`);
  });

  check('overwrites no file', async ({ archive, another, local }) => {
    const racers = [archive, await another()];
    const added = await Promise.all(
      racers.map((racer, i) => racer.addFile(DAY, 'part.parquet', local(`by ${i}`))),
    );
    assert.equal(added.filter(Boolean).length, 1);
    assert.equal(String(await contentOf(archive, 'part.parquet')), `by ${added.indexOf(true)}`);
    assert.equal(await archive.addFile(DAY, 'part.parquet', local('later')), false);
  });

  check('removes a file, and nothing else', async ({ archive, another, local }) => {
    await archive.addFile(DAY, 'part.parquet', local('p'));
    await archive.addFile(DAY, 'trees.parquet', local('t'));
    await archive.addManifest(DAY, 1, 'one');
    await archive.removeFile(DAY, 'part.parquet');
    const opened = await another();
    assert.deepEqual(await opened.files(DAY), [{ name: 'trees.parquet', bytes: 1 }]);
    await assert.rejects(opened.openFile(DAY, 'part.parquet'), { code: 'SCD_ARCHIVE_MISSING' });
    assert.equal((await opened.manifest(DAY))!.version, 1);
  });

  check('takes no name that leads elsewhere', async ({ archive, local }) => {
    const refused = { code: 'SCD_ARCHIVE_NAME' };
    for (const name of ['../part', 'a/b', '', '.hidden', 'Ä', 'manifest-000001.json']) {
      await assert.rejects(archive.addFile(DAY, name, local('p')), refused, name);
      await assert.rejects(archive.removeFile(DAY, name), refused, name);
    }
    for (const day of ['..', '2026-2-1', '2026-02-01/x']) {
      await assert.rejects(archive.addManifest(day, 1, 'one'), refused, day);
    }
  });
}

async function contentOf(archive: Archive, name: string): Promise<Buffer> {
  const file = await archive.openFile(DAY, name);
  try {
    return readFileSync(file.path);
  } finally {
    await file.release();
  }
}
