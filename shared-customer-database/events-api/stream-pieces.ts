import type { Stream } from '@access-layer/kit/stream';
import { type PublicRecord, toPublicRecord } from './certified-records.ts';

/** A piece of a stream, read and decoded once for all who follow it. */
interface Piece {
  records: StreamEntry[];
  /** First offset that has not been looked at. */
  next: number;
  complete: boolean;
  sizeBytes: number;
  reading: Promise<void> | undefined;
}

export interface StreamEntry extends PublicRecord {
  offset: number;
  timestampMs: number;
  sizeBytes: number;
}

export interface StreamPiecesOptions {
  stream: Stream;
  topic: string;
  /** Offsets in one piece. */
  pieceLength?: number;
  /** Decoded records are kept up to this size; older pieces go first. */
  keepBytes?: number;
}

const PIECE_LENGTH = 200;
const KEEP_BYTES = 32 * 1024 * 1024;
/** What an entry costs beside its texts. */
const ENTRY_BYTES = 300;
/** What a piece costs even where it is empty: whoever asks for far offsets must not fill the memory with them. */
const PIECE_BYTES = 300;

/**
 * Reads a stream in pieces of fixed bounds and keeps the last used ones decoded, in bounded memory: many consumers at
 * the end of a topic, and the partitions of one view, share one reading.
 */
export class StreamPieces {
  readonly #stream: Stream;
  readonly #topic: string;
  readonly #length: number;
  readonly #keepBytes: number;
  readonly #pieces = new Map<string, Piece>();
  #keptBytes = 0;

  constructor({ stream, topic, pieceLength = PIECE_LENGTH, keepBytes = KEEP_BYTES }: StreamPiecesOptions) {
    this.#stream = stream;
    this.#topic = topic;
    this.#length = pieceLength;
    this.#keepBytes = keepBytes;
  }

  /** Entries from an offset to the end of its piece, and where to go on. */
  async read(lane: number, from: number): Promise<{ entries: StreamEntry[]; next: number }> {
    const start = Math.floor(from / this.#length) * this.#length;
    const piece = this.#use(`${lane}:${start}`, start);
    if (!piece.complete) {
      piece.reading ??= this.#extend(piece, lane, start + this.#length).finally(() => {
        piece.reading = undefined;
      });
      await piece.reading;
    }
    const entries = piece.records.filter(({ offset }) => offset >= from);
    return { entries, next: Math.max(from, piece.next) };
  }

  #use(id: string, start: number): Piece {
    const known = this.#pieces.get(id);
    const piece = known ?? {
      records: [],
      next: start,
      complete: false,
      sizeBytes: PIECE_BYTES,
      reading: undefined,
    };
    if (known) this.#pieces.delete(id);
    else this.#keptBytes += PIECE_BYTES;
    this.#pieces.set(id, piece); // the last used one stands last
    return piece;
  }

  async #extend(piece: Piece, lane: number, end: number): Promise<void> {
    const wanted = end - piece.next;
    const read = await this.#stream.read(this.#topic, lane, piece.next, wanted);
    for (const record of read) {
      if (record.offset >= end) continue;
      const shown = toPublicRecord(this.#topic, record);
      if (!shown) continue;
      const { offset, timestampMs } = record;
      const sizeBytes = Buffer.byteLength(shown.key) + Buffer.byteLength(shown.value);
      piece.records.push({ ...shown, offset, timestampMs, sizeBytes });
      piece.sizeBytes += sizeBytes + ENTRY_BYTES;
      this.#keptBytes += sizeBytes + ENTRY_BYTES;
    }
    const last = read.at(-1)?.offset ?? piece.next - 1;
    piece.next = Math.min(last + 1, end);
    piece.complete = piece.next === end;
    this.#forget(piece);
  }

  #forget(current: Piece): void {
    for (const [id, piece] of this.#pieces) {
      if (this.#keptBytes <= this.#keepBytes) return;
      if (piece === current || piece.reading) continue;
      this.#pieces.delete(id);
      this.#keptBytes -= piece.sizeBytes;
    }
  }
}
