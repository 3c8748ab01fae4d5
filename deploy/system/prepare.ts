// Makes what must be there before the services: rights on Kafka, and the bucket of the archive. May be repeated.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf } from '@access-layer/core/errors';
import { type BucketOwner, prepareBucket } from './prepare-bucket.ts';
import { type KafkaAdministrator, prepareKafka } from './prepare-kafka.ts';

interface Prepare {
  kafka: KafkaAdministrator;
  s3: BucketOwner;
}

try {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  if (!values.config) throw new TypeError('expected --config FILE');
  const { kafka, s3 }: Prepare = JSON.parse(readFileSync(values.config, 'utf8'));
  process.stdout.write(`kafka: ${await prepareKafka(kafka)} rights\n`);
  process.stdout.write(`s3: bucket ${s3.bucket} ${(await prepareBucket(s3)) ? 'made' : 'was there'}\n`);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
