import { readFileSync } from 'node:fs';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { S3ArchiveConfig } from '../archive/archive-config.ts';

export type S3Options = Omit<S3ArchiveConfig, 'name'>;

/** With the pauses between them, about a minute: an object store that is busy answers 503 and means it. */
const MOST_ATTEMPTS = 8;

/** Every body goes with a checksum that the store compares, and every answer is compared with its own. */
export function createClient({ region, endpoint, pathStyle, ...keys }: S3Options): S3Client {
  const { accessKeyId, secretAccessKeyFile } = keys;
  const secret = secretAccessKeyFile && readFileSync(secretAccessKeyFile, 'utf8').trim();
  return new S3Client({
    region,
    ...(endpoint ? { endpoint } : {}),
    forcePathStyle: pathStyle ?? endpoint !== undefined,
    ...(accessKeyId && secret ? { credentials: { accessKeyId, secretAccessKey: secret } } : {}),
    maxAttempts: MOST_ATTEMPTS,
    requestChecksumCalculation: 'WHEN_SUPPORTED',
    responseChecksumValidation: 'WHEN_SUPPORTED',
  });
}

export function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
}

/** The name is taken, or another takes it just now. */
export function isTaken(error: unknown): boolean {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : 0;
  return status === 412 || status === 409;
}

/** The store keeps the object for as long as it was locked. */
export function isLocked(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;
}

/** @throws AccessLayerError SCD_ARCHIVE_UNAVAILABLE for every fault that is not the caller's own */
export function unavailable(what: string): (error: unknown) => never {
  return (cause) => {
    if (cause instanceof AccessLayerError) throw cause;
    throw new AccessLayerError({
      code: 'SCD_ARCHIVE_UNAVAILABLE',
      message: `the object store of the archive: ${what}: ${messageOf(cause)}`,
      retryable: true,
      cause,
    });
  };
}
