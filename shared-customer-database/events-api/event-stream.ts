import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { messageOf } from '@access-layer/core/errors';
import type { Caller } from '@access-layer/kit/token';
import { encodeKey, encodeValue } from './encode-records.ts';
import { type CursorLane, writeCursor } from './event-cursor.ts';
import type { EventsContext } from './events-context.ts';
import type { EventRecord, EventTopic } from './topic.ts';
import { mayRead } from './topic-catalogue.ts';

export interface EventStreamOptions {
  caller: Caller;
  lanes: CursorLane[];
  /** Aborts when this server stops. */
  stopping: AbortSignal;
}

/** How long a client waits before it comes again. */
const RETRY_MS = 2000;
/** Events that are written at once, so that a reader's buffer never holds more. */
const WRITE_CHARS = 64 * 1024;

/**
 * Writes events (WHATWG server-sent events) until the client goes, the token ends, the server stops or the client takes
 * nothing for too long. Every event's id is a cursor over all topics; a pause with nothing to show moves it, too.
 */
export async function writeEventStream(
  raw: ServerResponse,
  context: EventsContext,
  { caller, lanes, stopping }: EventStreamOptions,
): Promise<void> {
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  const expires = new AbortController();
  const timer = setTimeout(
    () => expires.abort(),
    Math.min(Math.max(0, caller.expiresAtMs - Date.now()), 2 ** 31 - 1),
  );
  const signal = AbortSignal.any([gone.signal, stopping, expires.signal]);
  const out = new EventWriter(raw, context.limits.slowReaderMs, gone.signal);
  try {
    await out.write(`retry: ${RETRY_MS}\n: ${lanes.length} lanes\nid: ${writeCursor(lanes)}\n\n`);
    await tellGaps(lanes, out);
    const closed = await follow(out, context, caller, lanes, signal);
    if (closed) await out.write(endEvent('topic-closed', lanes));
    else if (expires.signal.aborted) await out.write(endEvent('token-expired', lanes));
    else if (stopping.aborted) await out.write(endEvent('server-stopping', lanes));
  } catch (error) {
    if (!gone.signal.aborted)
      context.log.warn({ err: error, client: caller.clientId }, 'event stream broken off');
    if (!(error instanceof SlowReader)) await out.write(endEvent('error', lanes)).catch(() => undefined);
    raw.destroy(error instanceof SlowReader ? undefined : new Error(messageOf(error)));
  } finally {
    clearTimeout(timer);
    if (!raw.destroyed) raw.end();
  }
}

/** Answers whether a topic was removed, or closed to the caller; else goes on until the signal aborts. */
async function follow(
  out: EventWriter,
  context: EventsContext,
  caller: Caller,
  lanes: CursorLane[],
  signal: AbortSignal,
): Promise<boolean> {
  const { watch, limits, catalogue } = context;
  while (!signal.aborted) {
    let moved = false;
    for (const lane of lanes) {
      const topic = catalogue.find(lane.topic.name);
      if (!topic || !mayRead(topic, caller)) return true;
      moved = (await writePiece(out, context, caller, lane, lanes, signal)) || moved;
    }
    if (moved) {
      await new Promise((resolve) => setImmediate(resolve));
      continue;
    }
    const waitingSinceMs = Date.now();
    await watch.more(lanes, limits.heartbeatMs, signal);
    if (!signal.aborted && Date.now() - waitingSinceMs >= limits.heartbeatMs - 1) {
      await out.write(`: heartbeat\nid: ${writeCursor(lanes)}\n\n`);
    }
  }
  return false;
}

/** The client took nothing for too long: its connection ends, and it comes again with its last id. */
class SlowReader extends Error {}

/** Writes the released records of the next piece of a lane; answers whether the lane went on. */
async function writePiece(
  out: EventWriter,
  { release, served }: EventsContext,
  caller: Caller,
  lane: CursorLane,
  lanes: CursorLane[],
  signal: AbortSignal,
): Promise<boolean> {
  const { topic } = lane;
  const { records, next } = await topic.read(lane.lane, lane.next);
  if (next === lane.next) return false;
  let text = '';
  let shown: EventRecord[] = [];
  const flush = async () => {
    if (text === '') return;
    await served(
      caller,
      shown.map(({ subject }) => ({ topic: topic.name, subject })),
    );
    await out.write(text);
    text = '';
    shown = [];
  };
  for (const record of records) {
    if (signal.aborted) break;
    if (!(await release(caller, topic.name, record.subject))) continue;
    lane.next = record.offset + 1;
    lane.partition = record.partition;
    text += eventText(topic, record, writeCursor(lanes));
    shown.push(record);
    if (text.length >= WRITE_CHARS) await flush();
  }
  await flush();
  if (!signal.aborted) lane.next = next;
  return true;
}

function eventText(topic: EventTopic, record: EventRecord, id: string): string {
  const { partition, offset, timestampMs } = record;
  const key = encodeKey(record.key, 'json');
  const value = encodeValue(record.value, 'json');
  const plain = key !== undefined && value !== undefined;
  const shownKey = plain ? key : encodeKey(record.key, 'binary');
  const shownValue = plain ? value : encodeValue(record.value, 'binary');
  const format = plain ? 'json' : 'binary';
  const head = `{"topic":"${topic.name}","partition":${partition},"offset":${offset},"timestamp":${timestampMs}`;
  // An outside producer's JSON text may span lines; each line of data is one line of the event.
  const data = `${head},"format":"${format}","key":${shownKey},"value":${shownValue}}`.replace(
    /\r\n|\r|\n/g,
    '\ndata: ',
  );
  return `id: ${id}\nevent: ${topic.name}\ndata: ${data}\n\n`;
}

/** A client that was away for longer than records are kept is told what it cannot get any more. */
async function tellGaps(lanes: CursorLane[], out: EventWriter): Promise<void> {
  for (const lane of lanes) {
    const { first, next } = await lane.topic.bounds(lane.lane);
    const { topic, partition } = lane;
    if (lane.next > next) {
      // An offset that was never given: the topic has been made anew. Everything in it is new to this client.
      await out.write(gapEvent({ topic: topic.name, partition, asked: lane.next, first }));
      lane.next = first;
    } else if (lane.next < first) {
      await out.write(gapEvent({ topic: topic.name, partition, asked: lane.next, first }));
      lane.next = first;
    }
  }
}

function gapEvent(gap: { topic: string; partition: number; asked: number; first: number }): string {
  return `event: gap\ndata: ${JSON.stringify(gap)}\n\n`;
}

function endEvent(reason: string, lanes: CursorLane[]): string {
  return `id: ${writeCursor(lanes)}\nevent: end\ndata: ${JSON.stringify({ reason })}\n\n`;
}

/** Writes, and waits for a client that does not keep up: what is on its way is never more than one piece. */
class EventWriter {
  readonly #raw: ServerResponse;
  readonly #slowMs: number;
  readonly #gone: AbortSignal;

  constructor(raw: ServerResponse, slowMs: number, gone: AbortSignal) {
    this.#raw = raw;
    this.#slowMs = slowMs;
    this.#gone = gone;
  }

  async write(text: string): Promise<void> {
    if (this.#gone.aborted || this.#raw.write(text)) return;
    const timeout = AbortSignal.timeout(this.#slowMs);
    try {
      await once(this.#raw, 'drain', { signal: AbortSignal.any([timeout, this.#gone]) });
    } catch {
      if (!this.#gone.aborted) throw new SlowReader(`nothing was taken for ${this.#slowMs} ms`);
    }
  }
}
