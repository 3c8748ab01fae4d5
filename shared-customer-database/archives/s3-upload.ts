import { randomUUID } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { isMissing, isTaken } from './s3-client.ts';

/** What a part holds: S3 takes 10,000 of them, and each is in memory while it is sent, so that it can be sent again. */
export const PART_BYTES = 16 * 1024 * 1024;

export interface Place {
  client: S3Client;
  Bucket: string;
  Key: string;
}

export type Lock = Pick<PutObjectCommandInput, 'ObjectLockMode' | 'ObjectLockRetainUntilDate'>;

/**
 * Puts an object where none is; false where one is. The store decides (`If-None-Match: *`), so of several writers one is
 * first. An object says who wrote it: one whose answer was lost on the way is told from one of another.
 */
export async function putOnce(place: Place, body: Uint8Array, lock: Lock): Promise<boolean> {
  const writer = randomUUID();
  const { client, ...at } = place;
  const input = { ...at, ...lock, Body: body, IfNoneMatch: '*', ChecksumAlgorithm: 'SHA256' } as const;
  return first(place, writer, () => client.send(new PutObjectCommand({ ...input, Metadata: { writer } })));
}

/** The same for a local file, in parts where it is large: it appears when all of them are there. */
export async function putFileOnce(place: Place, path: string, lock: Lock): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size <= PART_BYTES) return await putOnce(place, await file.readFile(), lock);
    return await putPartsOnce(place, file, size, lock);
  } finally {
    await file.close();
  }
}

async function putPartsOnce(place: Place, file: FileHandle, size: number, lock: Lock): Promise<boolean> {
  if (await writerOf(place)) return false;
  const writer = randomUUID();
  const { client, ...at } = place;
  const begin = { ...at, ...lock, ChecksumAlgorithm: 'SHA256', Metadata: { writer } } as const;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(begin));
  try {
    const Parts = await putParts(place, UploadId!, file, size);
    const complete = { ...at, UploadId, MultipartUpload: { Parts }, IfNoneMatch: '*' };
    const isFirst = await first(place, writer, () =>
      client.send(new CompleteMultipartUploadCommand(complete)),
    );
    if (!isFirst) await abort(place, UploadId!);
    return isFirst;
  } catch (error) {
    await abort(place, UploadId!);
    throw error;
  }
}

async function putParts({ client, ...at }: Place, UploadId: string, file: FileHandle, size: number) {
  const parts: CompletedPart[] = [];
  for (let from = 0; from < size; from += PART_BYTES) {
    const body = Buffer.alloc(Math.min(PART_BYTES, size - from));
    const { bytesRead } = await file.read(body, 0, body.length, from);
    if (bytesRead !== body.length) throw new Error(`the file ended at ${from + bytesRead} of ${size} bytes`);
    const PartNumber = parts.length + 1;
    const part = { ...at, UploadId, PartNumber, Body: body, ChecksumAlgorithm: 'SHA256' } as const;
    const { ETag, ChecksumSHA256 } = await client.send(new UploadPartCommand(part));
    parts.push({ PartNumber, ETag, ChecksumSHA256 });
  }
  return parts;
}

/** What is left of it costs, and holds payloads. Where the store does not answer, its own rule for such uploads does it. */
async function abort({ client, ...at }: Place, UploadId: string): Promise<void> {
  await client.send(new AbortMultipartUploadCommand({ ...at, UploadId })).catch(() => undefined);
}

async function first(place: Place, writer: string, put: () => Promise<unknown>): Promise<boolean> {
  try {
    await put();
    return true;
  } catch (error) {
    const there = isTaken(error) ? await writerOf(place) : undefined;
    if (there === undefined) throw error;
    return there === writer;
  }
}

/** Who wrote the object that is there; undefined where none is. */
async function writerOf({ client, ...at }: Place): Promise<string | undefined> {
  try {
    return (await client.send(new HeadObjectCommand(at))).Metadata?.writer ?? 'another';
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
