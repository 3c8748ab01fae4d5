import type { TLSSocket } from 'node:tls';
import { messageOf } from '@access-layer/core/errors';
import { createFrameLimit, type FrameLimit } from '../frame-limit.ts';
import { type ClientLimits, createReadRate } from './client-limits.ts';

export interface FrameGuards {
  /** The connection is ended for this reason. */
  refused(reason: string): void;
  /** It is not read for a while, as it has come too fast. */
  paused(): void;
  /** Whether all that has come may be taken at once. */
  hasRoom(): boolean;
}

/** Taken at once at the most, where there is room. */
const MOST_BYTES = 65_536;

/**
 * Lays the limits between the socket and the broker's parser, which calls `read()` when the socket is readable and again
 * when all that it got is answered. One read gives one TLS record, 20 packets or so; as far as there is room, what has
 * come is taken at once, so that few connections can keep the verification busy too. What is over a limit stays in the
 * socket, and so in the client: TCP holds it back.
 */
export function limitFrames(socket: TLSSocket, limits: ClientLimits, guards: FrameGuards): FrameLimit {
  const frames = createFrameLimit({ mostFrames: limits.inFlight });
  const rate = createReadRate(limits);
  const read = socket.read.bind(socket);
  let pause: NodeJS.Timeout | undefined;
  socket.once('close', () => clearTimeout(pause));

  const readAll = (size?: number): Buffer | null => {
    const first = read(size) as Buffer | null;
    if (!first || socket.readableLength === 0 || !guards.hasRoom()) return first;
    const records = [first];
    for (let length = first.length; length < MOST_BYTES; ) {
      const more = read(size) as Buffer | null;
      if (!more) break;
      records.push(more);
      length += more.length;
    }
    return Buffer.concat(records);
  };

  function waitFor(ms: number): void {
    guards.paused();
    frames.excuse(ms);
    pause = setTimeout(() => {
      pause = undefined;
      // The parser reads when it is told that there is something; nobody else tells it, as nothing was read meanwhile.
      if (!socket.destroyed) socket.emit('readable');
    }, ms);
  }

  socket.read = (size?: number) => {
    if (size === 0) return read(0); // the stream itself, which throws away what it gets
    if (pause) return null;
    const chunk = frames.hasMore() ? Buffer.alloc(0) : readAll(size);
    if (!chunk) return chunk;
    try {
      const through = frames.push(chunk);
      const ms = rate.used(frames.takeCount(), chunk.length);
      if (ms > 0) waitFor(ms);
      return through.length > 0 ? through : null;
    } catch (error) {
      guards.refused(messageOf(error));
      socket.destroy();
      return null;
    }
  };
  return frames;
}
