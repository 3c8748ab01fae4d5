import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { BLOCK_BYTES, type FileEntry } from './manifest.ts';

/** What a manifest says of a local file. */
export async function fileEntryOf(name: string, path: string): Promise<FileEntry> {
  const whole = createHash('sha256');
  const blocks: string[] = [];
  let bytes = 0;
  for await (const block of blocksOf(path)) {
    bytes += block.length;
    whole.update(block);
    blocks.push(createHash('sha256').update(block).digest('hex'));
  }
  return { name, bytes, sha256: whole.digest('hex'), blocks };
}

/** Half-open. */
export interface ByteRange {
  from: number;
  until: number;
}

/** Where a file is not what its entry says; empty where all of it is. Neighbouring blocks are one range. */
export async function damagedRanges(path: string, entry: FileEntry): Promise<ByteRange[]> {
  const found = await fileEntryOf(entry.name, path);
  if (found.sha256 === entry.sha256 && found.bytes === entry.bytes) return [];
  const ranges: ByteRange[] = [];
  const bytes = Math.max(found.bytes, entry.bytes);
  for (let block = 0; block * BLOCK_BYTES < bytes; block++) {
    if (found.blocks[block] === entry.blocks[block]) continue;
    const [from, until] = [block * BLOCK_BYTES, Math.min((block + 1) * BLOCK_BYTES, bytes)];
    const last = ranges.at(-1);
    if (last?.until === from) last.until = until;
    else ranges.push({ from, until });
  }
  return ranges;
}

/** Pieces of exactly one block, but the last. */
async function* blocksOf(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(path, { highWaterMark: BLOCK_BYTES }) as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    while (rest.length >= BLOCK_BYTES) {
      yield rest.subarray(0, BLOCK_BYTES);
      rest = rest.subarray(BLOCK_BYTES);
    }
  }
  if (rest.length > 0) yield rest;
}
