import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import versitygw from '@access-layer/engines/versitygw';
import type { Archive } from '@access-layer/shared-customer-database/archive';
import s3 from '@access-layer/shared-customer-database/archives/s3';
import type { S3Options } from '@access-layer/shared-customer-database/archives/s3-client';
import { createClient } from '@access-layer/shared-customer-database/archives/s3-client';
import { PART_BYTES } from '@access-layer/shared-customer-database/archives/s3-upload';
import { archiveConformance } from '@access-layer/shared-customer-database/test/archive-conformance';
import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { startFlakyProxy } from './flaky-proxy.ts';
import { needEngine } from './need-engine.ts';

const DAY = '2026-02-01';
const engine = await needEngine(versitygw.start);

if (engine) {
  const dir = mkdtempSync(join(tmpdir(), 's3-client-'));
  after(() => rmSync(dir, { recursive: true, force: true }));
  const secretAccessKeyFile = join(dir, 'secret');
  writeFileSync(secretAccessKeyFile, engine.secretAccessKey);
  const { endpoint, region, accessKeyId } = engine;
  const optionsOf = (bucket: string, rest: Partial<S3Options> = {}): S3Options => ({
    ...{ bucket, endpoint, region, accessKeyId, secretAccessKeyFile, scratchDir: dir },
    ...rest,
  });
  const admin = createClient(optionsOf('any'));
  after(() => admin.destroy());
  let buckets = 0;
  const bucket = async ({ lock = false, versions = false } = {}): Promise<string> => {
    const Bucket = `archive-${++buckets}`;
    await admin.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: lock }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    if (versions) await admin.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    return Bucket;
  };
  const local = (content: string | Uint8Array) => {
    const path = join(dir, randomBytes(8).toString('hex'));
    writeFileSync(path, content);
    return path;
  };

  archiveConformance('s3', async () => {
    const options = optionsOf(await bucket(), { prefix: 'rome-1/' });
    return { open: () => s3.create(options), end: async () => undefined };
  });

  test('a file of several parts is first or not at all, and comes back to the byte', async (t) => {
    const Bucket = await bucket();
    const racers = await Promise.all([1, 2].map(() => s3.create(optionsOf(Bucket))));
    t.after(() => Promise.all(racers.map((racer) => racer.close())));
    const contents = racers.map(() => randomBytes(PART_BYTES + 1_000_000));
    const added = await Promise.all(
      racers.map((racer, i) => racer.addFile(DAY, 'large.parquet', local(contents[i]!))),
    );
    assert.deepEqual(added.toSorted(), [false, true]);
    const opened = await racers[0]!.openFile(DAY, 'large.parquet');
    assert.ok(readFileSync(opened.path).equals(contents[added.indexOf(true)]!));
    await opened.release();
    assert.equal(readdirSync(dir).filter((name) => name.startsWith('access-layer-archive-')).length, 0);
    assert.equal(await racers[0]!.addFile(DAY, 'large.parquet', local(contents[0]!)), false);
    const { Uploads = [] } = await admin.send(new ListMultipartUploadsCommand({ Bucket }));
    assert.deepEqual(Uploads, [], 'nothing unfinished is left');
  });

  test('a store that answers 503, or whose answer is lost, is asked again; who was first stays so', async (t) => {
    const proxy = await startFlakyProxy(endpoint);
    const archive = await s3.create(optionsOf(await bucket(), { endpoint: proxy.url }));
    t.after(async () => {
      await archive.close();
      await proxy.close();
    });
    proxy.refuseNext(3);
    assert.equal(await archive.addFile(DAY, 'part.parquet', local('p')), true);
    assert.deepEqual(proxy.refused, ['PUT', 'PUT', 'PUT']);
    proxy.loseNext(1);
    assert.equal(await archive.addFile(DAY, 'lost.parquet', local('l')), true, 'it was ours');
    assert.equal(await archive.addFile(DAY, 'lost.parquet', local('l')), false, 'and is ours no second time');
    proxy.refuseNext(2);
    assert.equal(await archive.addManifest(DAY, 1, 'one'), true);
    proxy.refuseNext(2);
    assert.equal(await textOf(archive, 'part.parquet'), 'p');
    assert.equal(proxy.refused.length, 7);
  });

  test('an erasure removes every version of a file; manifests and trees are locked, payloads never', async (t) => {
    const Bucket = await bucket({ lock: true, versions: true });
    const archive = await s3.create(optionsOf(Bucket, { lock: { mode: 'compliance', days: 1 } }));
    t.after(() => archive.close());
    await archive.addFile(DAY, 'p.packets.parquet', local('payload'));
    await archive.addFile(DAY, 'p.batches.parquet', local('trees'));
    await archive.addManifest(DAY, 1, 'one');
    await archive.removeFile(DAY, 'p.packets.parquet');
    await archive.removeFile(DAY, 'p.batches.parquet');
    assert.deepEqual(await archive.files(DAY), []);
    const { Versions = [] } = await admin.send(new ListObjectVersionsCommand({ Bucket }));
    assert.deepEqual(
      Versions.map(({ Key }) => Key),
      [`${DAY}/manifest-000001.json`, `${DAY}/p.batches.parquet`],
      'the locked content is there for its time, and no payload',
    );
  });

  test('a wrong key and a bucket that is not there are told as what they are', async () => {
    const wrong = join(dir, 'wrong');
    writeFileSync(wrong, 'wrong');
    for (const options of [
      optionsOf(await bucket(), { secretAccessKeyFile: wrong }),
      optionsOf('no-such-bucket'),
    ]) {
      const archive = await s3.create(options);
      await assert.rejects(archive.days(), { code: 'SCD_ARCHIVE_UNAVAILABLE' });
      await archive.close();
    }
  });
}

async function textOf(archive: Archive, name: string): Promise<string> {
  const file = await archive.openFile(DAY, name);
  try {
    return readFileSync(file.path, 'utf8');
  } finally {
    await file.release();
  }
}
