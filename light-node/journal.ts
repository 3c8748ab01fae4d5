import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { Clock } from './clock.ts';
import type { MeterEvent } from './meter.ts';
import type { Entry, Outbox } from './outbox.ts';
import type { OutboxRoom } from './outbox-room.ts';
import { duePacket, type PacketIdentity, type PacketLimits, signEvent, signMeasurement } from './packet.ts';

export interface JournalOptions {
  identity: PacketIdentity;
  /** The key of now: it may be replaced while the node runs. */
  signingKey: () => Uint8Array;
  limits: PacketLimits;
  clock: Clock;
  outbox: Outbox;
  /** Whether there is room for a reading, where that is limited. */
  room?: Pick<OutboxRoom, 'make' | 'relieve'>;
  log: Log;
  /** Called after packets have been signed. */
  onSigned: () => void;
}

export type Journal = ReturnType<typeof createJournal>;

/** What is kept in memory while the disk refuses it; older is lost, and that is logged. */
const UNSTORED_LIMIT = 10_000;
const STORAGE_RETRY_MS = 5000;

/**
 * Puts what was measured and what happened on disk in the order in which it came, and signs a packet when one is due. An
 * event is a packet of its own, at once. A disk that refuses is tried again after a while.
 */
export function createJournal({
  identity,
  signingKey,
  limits,
  clock,
  outbox,
  room,
  log,
  onSigned,
}: JournalOptions) {
  const unstored: ({ entry: Entry } | { event: MeterEvent })[] = [];
  /** What the outbox has to say of itself: said again until it is on disk, as the disk may be full to the last block. */
  const owed: MeterEvent[] = [];
  let storageError: string | undefined;

  function store(): void {
    try {
      tellOwed();
      for (; unstored.length > 0; unstored.shift()) put(unstored[0]!);
      signDue();
      storageError = undefined;
    } catch (error) {
      if (error instanceof AccessLayerError) throw error; // a fault of ours, not of the disk
      if (!storageError) log.error({ err: error }, 'readings cannot be stored');
      storageError = messageOf(error);
      room?.relieve();
    }
  }

  function put(item: (typeof unstored)[number]): void {
    if ('event' in item) signAtOnce(item.event);
    else if (hasRoom(item.entry)) outbox.record(item.entry);
  }

  /** What only has to be remembered always has. */
  function hasRoom({ readings }: Entry): boolean {
    if (!room || readings.length === 0) return true;
    const { take, events } = room.make(clock.nowMs());
    for (const event of events) log.error({ event: event.event, ...event.details }, 'room in the outbox');
    owed.push(...events);
    tellOwed();
    return take;
  }

  function tellOwed(): void {
    for (; owed.length > 0; owed.shift()) signAtOnce(owed[0]!);
  }

  function signAtOnce(event: MeterEvent): void {
    const signing = { privateKey: signingKey(), signedAtMs: clock.nowMs() };
    const sign = (told: MeterEvent) =>
      outbox.sign([], (link) => signEvent(identity, told, link, signing), event.key);
    let seq: number | undefined;
    try {
      seq = sign(event);
    } catch (error) {
      if (!(error instanceof AccessLayerError)) throw error;
      // What a stranger sent may be too large or not well-formed: that it happened is told all the same.
      log.warn({ event: event.event, err: error }, 'details of an event cannot be carried');
      seq = sign({ ...event, details: { notCarried: error.message.slice(0, 200) } });
    }
    if (seq === undefined) return;
    log.info({ event: event.event, seq }, 'event');
    onSigned();
  }

  function signDue(): void {
    for (;;) {
      const pending = outbox.pendingReadings(limits.maxReadings + 1);
      const readings = duePacket(pending, limits, clock.nowMs());
      if (!readings) return;
      const ids = readings.map(({ id }) => id);
      outbox.sign(ids, (link) =>
        signMeasurement(identity, readings, link, {
          privateKey: signingKey(),
          signedAtMs: clock.nowMs(),
        }),
      );
      onSigned();
    }
  }

  return {
    store,
    add(item: (typeof unstored)[number]): void {
      unstored.push(item);
      if (unstored.length <= UNSTORED_LIMIT) return;
      unstored.shift();
      log.error({ limit: UNSTORED_LIMIT }, 'a reading is lost: the disk has refused too many');
    },
    /** What the disk says while it refuses. */
    storageError: () => storageError,
    /** When there is something to do although nothing comes in. */
    wakeMs(): number {
      if (storageError) return clock.nowMs() + STORAGE_RETRY_MS;
      const [first] = outbox.pendingReadings(1);
      return first ? first.atMs + limits.maxDelayMs : Number.POSITIVE_INFINITY;
    },
  };
}
