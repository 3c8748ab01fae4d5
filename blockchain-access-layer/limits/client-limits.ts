import Type from 'typebox';
import { createTokenBucket, type Rate } from './token-bucket.ts';

const closed = { additionalProperties: false } as const;
const optional = (minimum: number, description: string) =>
  Type.Optional(Type.Integer({ minimum, description }));

/** What one client may do, before it is known and after; `mqtt.limits` of the configuration. */
export const ClientLimitsConfig = Type.Object(
  {
    connectionsPerAddress: optional(1, 'TCP connections from one address at a time; default 2000'),
    handshakesPerS: optional(1, 'TLS handshakes a second from one address; default 50'),
    handshakeBurst: optional(1, 'after a pause; default 500'),
    connectsPerMinute: optional(1, 'CONNECTs of one certified name; default 60'),
    messagesPerS: optional(1, 'MQTT frames read a second from one client; default 1000'),
    messageBurst: optional(1, 'after a pause; default 5000'),
    bytesPerS: optional(1024, 'read a second from one client; default 2097152'),
    byteBurst: optional(65_536, 'after a pause; default 8388608'),
    inFlight: optional(1, 'messages of one client that wait for their answer; default 256'),
    queueBytes: optional(1024, 'that wait to be read by one client; default 262144'),
    frameTimeoutS: optional(1, 'for the rest of a frame that has begun; default 30'),
  },
  closed,
);
export type ClientLimits = Required<Type.Static<typeof ClientLimitsConfig>>;

export const CLIENT_LIMITS: ClientLimits = {
  connectionsPerAddress: 2000,
  handshakesPerS: 50,
  handshakeBurst: 500,
  connectsPerMinute: 60,
  messagesPerS: 1000,
  messageBurst: 5000,
  bytesPerS: 2 * 1024 * 1024,
  byteBurst: 8 * 1024 * 1024,
  inFlight: 256,
  queueBytes: 256 * 1024,
  frameTimeoutS: 30,
};

/** How fast one connection is read. Nothing is refused: it waits in the client until it may come. */
export function createReadRate(limits: ClientLimits, now = Date.now) {
  const messages = createTokenBucket({ perS: limits.messagesPerS, burst: limits.messageBurst }, now());
  const bytes = createTokenBucket({ perS: limits.bytesPerS, burst: limits.byteBurst }, now());

  return {
    /** Notes what was read; answers for how many milliseconds nothing more is to be. */
    used(frames: number, length: number): number {
      const nowMs = now();
      return Math.max(messages.take(frames, nowMs), bytes.take(length, nowMs));
    },
  };
}

/** How often one name may connect. */
export function createConnectRate(
  { connectsPerMinute }: Pick<ClientLimits, 'connectsPerMinute'>,
  now = Date.now,
) {
  const rate: Rate = { perS: connectsPerMinute / 60, burst: connectsPerMinute };
  const buckets = new Map<string, ReturnType<typeof createTokenBucket>>();

  return {
    mayConnect(name: string): boolean {
      const bucket = buckets.get(name) ?? createTokenBucket(rate, now());
      buckets.set(name, bucket);
      return bucket.tryTake(now());
    },

    /** Forgets names that have not connected for a while. */
    forget(): void {
      for (const [name, bucket] of buckets) if (bucket.isFull(now())) buckets.delete(name);
    },
  };
}

export type ConnectRate = ReturnType<typeof createConnectRate>;
