import { keccak_256 } from '@noble/hashes/sha3.js';
import { payloadOf } from './verify-message.ts';

/**
 * MQTT 3.1.1, 2.2: a frame is one byte of type and flags, a "remaining length" of one to four bytes, and that many
 * bytes more. A parser collects a frame before it answers, so a length of 256 MB would be 256 MB of our memory.
 */
export const MAX_FRAME_BYTES = 66_560; // a packet at its largest: topic, id, signature, 64 KiB of payload, and some room
/** CONNECT is the first frame, from a peer that we know by its certificate only. */
export const MAX_CONNECT_BYTES = 8192;
/** A larger one is not even read to its end. */
export const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

const PUBLISH = 3;
const NOTHING = Buffer.alloc(0);

interface FrameHeader {
  type: number;
  length: number;
  /** Where the frame goes on behind its header. */
  next: number;
}

/** The header of a frame at a place; undefined where it has not come to its end yet. */
function readHeader(chunk: Buffer, at: number): FrameHeader | undefined {
  let length = 0;
  for (let digit = 0; digit < 4; digit++) {
    const byte = chunk[at + 1 + digit];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 128 ** digit;
    if (byte < 0x80) return { type: chunk[at]!, length, next: at + 2 + digit };
  }
  throw new RangeError('a remaining length of more than 4 bytes');
}

/** A PUBLISH that is too large: its beginning is kept, the rest hashed as it comes. */
class Oversized {
  readonly #type: number;
  readonly #kept = Buffer.alloc(MAX_FRAME_BYTES);
  #keptBytes = 0;
  #hash: ReturnType<typeof keccak_256.create> | undefined;
  remaining: number;

  constructor({ type, length }: FrameHeader) {
    this.#type = type;
    this.remaining = length;
  }

  take(part: Buffer): void {
    const kept = part.copy(this.#kept, this.#keptBytes);
    this.#keptBytes += kept;
    this.remaining -= part.length;
    if (this.#keptBytes < this.#kept.length) return;
    this.#hash ??= keccak_256.create().update(payloadOf(this.#kept.subarray(this.#messageStart())));
    this.#hash.update(part.subarray(kept));
  }

  /** Topic, then the packet identifier where the QoS is above 0 (MQTT 3.1.1, 3.3.2). */
  #messageStart(): number {
    return this.#messageIdStart() + (this.#type & 0b110 ? 2 : 0);
  }

  #messageIdStart(): number {
    return Math.min(2 + this.#kept.readUInt16BE(0), MAX_FRAME_BYTES - 2);
  }

  end(): { messageId: number; payloadHash: Uint8Array; frame: Buffer } {
    const header = [this.#type];
    for (let rest = MAX_FRAME_BYTES; rest > 0; rest >>= 7)
      header.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    return {
      messageId: this.#kept.readUInt16BE(this.#messageIdStart()),
      payloadHash: this.#hash!.digest(),
      frame: Buffer.concat([Buffer.from(header), this.#kept]),
    };
  }
}

/**
 * Follows the frames in a stream of bytes and lets only bounded ones through. Of a PUBLISH that is too large the
 * beginning goes through as a frame of its own, so that it is acknowledged and refused by name like any other.
 * Everything else that is too large ends the connection.
 */
export function createFrameLimit({ mostFrames = Number.POSITIVE_INFINITY, now = Date.now } = {}) {
  let maxBytes = MAX_CONNECT_BYTES;
  let held: Buffer = NOTHING;
  /** Bytes of the current frame that are still to come and go through. */
  let passing = 0;
  let oversized: Oversized | undefined;
  const hashes = new Map<number, Uint8Array>();
  /** Whole frames are held back, for the next `push`. */
  let more = false;
  let begun = 0;
  /** Since when the frame that is still to come to its end has been coming. */
  let frameSinceMs: number | undefined;

  /** Whether a frame goes through as it is. */
  function begin(header: FrameHeader): boolean {
    const { type, length } = header;
    begun++;
    frameSinceMs = undefined;
    if (length <= maxBytes) {
      passing = length;
      maxBytes = MAX_FRAME_BYTES;
      return true;
    }
    if (type >> 4 !== PUBLISH || maxBytes !== MAX_FRAME_BYTES || length > MAX_DISCARDED_BYTES) {
      throw new RangeError(`a frame of ${length} bytes; at most ${maxBytes} are read here`);
    }
    oversized = new Oversized(header);
    return false;
  }

  function discard(part: Buffer): Buffer {
    oversized!.take(part);
    if (oversized!.remaining > 0) return NOTHING;
    const { messageId, payloadHash, frame } = oversized!.end();
    oversized = undefined;
    hashes.set(messageId, payloadHash);
    return frame;
  }

  return {
    /**
     * What of a chunk goes through: mostly the chunk itself, at most so many frames. Throws RangeError where the
     * connection is to end.
     */
    push(input: Buffer): Buffer {
      const chunk = held.length > 0 ? Buffer.concat([held, input]) : input;
      const most = begun + mostFrames;
      held = NOTHING;
      more = false;
      const parts: Buffer[] = [];
      let from = 0;
      let at = 0;
      while (at < chunk.length) {
        if (oversized) {
          const end = Math.min(chunk.length, at + oversized.remaining);
          parts.push(discard(chunk.subarray(at, end)));
          at = from = end;
          continue;
        }
        if (passing > 0) {
          const step = Math.min(passing, chunk.length - at);
          passing -= step;
          at += step;
          continue;
        }
        const header = readHeader(chunk, at);
        if (header && begun >= most) {
          parts.push(chunk.subarray(from, at));
          held = Buffer.from(chunk.subarray(at));
          more = true;
          return Buffer.concat(parts);
        }
        if (header && begin(header)) {
          at = header.next;
          continue;
        }
        parts.push(chunk.subarray(from, at));
        if (!header) held = Buffer.from(chunk.subarray(at));
        at = from = header ? header.next : chunk.length;
      }
      parts.push(chunk.subarray(from));
      if (passing === 0 && held.length === 0 && !oversized) frameSinceMs = undefined;
      else frameSinceMs ??= now();
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    },

    /** Whether there is something for another `push`, of nothing. */
    hasMore: () => more,

    /** Frames that have begun since this was asked last. */
    takeCount(): number {
      const count = begun;
      begun = 0;
      return count;
    },

    /** It is we who do not read for a while: the rest of a frame may come so much later. */
    excuse(ms: number): void {
      if (frameSinceMs !== undefined) frameSinceMs += ms;
    },

    /** For how long a frame has been coming that is not at its end. */
    unfinishedMs: (): number => (frameSinceMs === undefined || more ? 0 : now() - frameSinceMs),

    /** payloadHash of the whole of an oversized PUBLISH, once. */
    takePayloadHash(messageId: number): Uint8Array | undefined {
      const hash = hashes.get(messageId);
      hashes.delete(messageId);
      return hash;
    },
  };
}

export type FrameLimit = ReturnType<typeof createFrameLimit>;
