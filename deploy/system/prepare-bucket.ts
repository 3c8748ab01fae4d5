import { CreateBucketCommand, HeadBucketCommand, NotFound, S3Client } from '@aws-sdk/client-s3';
import { S3_REGION } from './buckets.ts';

export interface BucketOwner {
  endpoint: string;
  accessKey: string;
  secretKey: string;
  bucket: string;
}

/** Object lock is for a bucket from its first day on, or never. Answers whether it was made now. */
export async function prepareBucket({
  endpoint,
  accessKey,
  secretKey,
  bucket,
}: BucketOwner): Promise<boolean> {
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
  const client = new S3Client({ endpoint, region: S3_REGION, forcePathStyle: true, credentials });
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return false;
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    await client.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
    return true;
  } finally {
    client.destroy();
  }
}
