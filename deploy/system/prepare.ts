// Makes what must be there before the services: topics and rights on Kafka, and the bucket of the archive. May be repeated.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf } from '@access-layer/core/errors';
import { openGrants } from '@access-layer/kit/streams/kafka-parts/grant';
import { type BucketOwner, prepareBucket } from './prepare-bucket.ts';

interface Prepare {
  kafka: Parameters<typeof openGrants>[0];
  s3: BucketOwner;
}

try {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  if (!values.config) throw new TypeError('expected --config FILE');
  const { kafka, s3 }: Prepare = JSON.parse(readFileSync(values.config, 'utf8'));
  const grants = openGrants(kafka);
  try {
    await grants.grant([], (principal) => process.stdout.write(`kafka: rights of ${principal}\n`));
  } finally {
    await grants.close();
  }
  process.stdout.write(`s3: bucket ${s3.bucket} ${(await prepareBucket(s3)) ? 'made' : 'was there'}\n`);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
