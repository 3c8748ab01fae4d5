import { setTimeout as delay } from 'node:timers/promises';
import type { SealedPacket } from '../../store.ts';
import type { EngineClient } from './engine-client.ts';
import { searchDown, searchRefused } from './errors.ts';
import { idOf, toDocument } from './packet-document.ts';

interface BulkItem {
  create: { status: number; error?: { type: string; reason: string } };
}

export interface BulkOptions {
  index: string;
  /** Asked when the index is closed to writing; `isLate` when there was time enough for whoever closed it. */
  unblock: (isLate: boolean) => Promise<void>;
  patienceMs?: number;
}

const MOST_BYTES = 8 * 1024 * 1024;
const PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;
const CREATED = 201;
const IS_THERE = 409;
const BLOCKED = 403;
const PASSING = [429, 503];
const SHOWN = 5;

/**
 * Puts the packets of one day. Resolves when every copy of the index has each of them on disk (`translog.durability:
 * request`) and searches find them. What is there stays; what the engine had no room for is sent again, alone.
 * @throws AccessLayerError SCD_SEARCH_REFUSED with each packet that the engine does not take, when the others are in;
 *   SCD_SEARCH_DOWN. The same put again completes it.
 */
export async function bulkPut(
  engine: EngineClient,
  packets: SealedPacket[],
  options: BulkOptions,
): Promise<void> {
  const refused: Refusal[] = [];
  let wasThere = false;
  const pieces = piecesOf(packets);
  for (const piece of pieces) {
    const outcome = await putPiece(engine, piece, { ...options, refresh: pieces.length === 1 });
    refused.push(...outcome.refused);
    wasThere ||= outcome.wasThere;
  }
  // A bulk makes seen what it has written itself.
  if (pieces.length > 1 || wasThere) await engine.ask('POST', `/${options.index}/_refresh`);
  if (wasThere) await untilOnEveryCopy(engine, options.index);
  if (refused.length > 0) throw refusal(options.index, refused);
}

interface Refusal {
  node: string;
  seq: number;
  reason: string;
}

interface Line {
  packet: SealedPacket;
  text: string;
}

async function putPiece(
  engine: EngineClient,
  piece: Line[],
  { index, unblock, refresh, patienceMs = PATIENCE_MS }: BulkOptions & { refresh: boolean },
) {
  const deadlineMs = performance.now() + patienceMs;
  const outcome = { refused: [] as Refusal[], wasThere: false };
  let waiting = piece;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const body = waiting.map(({ text }) => text).join('');
    const answer = await engine.ask<{ items: BulkItem[] }>('POST', `/${index}/_bulk?refresh=${refresh}`, {
      body,
    });
    const results = answer.body.items.map(({ create }, i) => ({ ...create, line: waiting[i]! }));
    outcome.wasThere ||= results.some(({ status }) => status === IS_THERE);
    const isBlocked = results.some(({ status }) => status === BLOCKED);
    const again = results.filter(({ status }) => PASSING.includes(status) || status === BLOCKED);
    for (const { status, error, line } of results) {
      if (status === CREATED || status === IS_THERE || status === BLOCKED || PASSING.includes(status))
        continue;
      const { node, seq } = line.packet;
      outcome.refused.push({ node, seq, reason: `${status} ${error?.type}: ${error?.reason}` });
    }
    if (again.length === 0) return outcome;
    const lateMs = performance.now() - deadlineMs;
    if (lateMs > (isBlocked ? patienceMs : 0))
      throw searchDown(`${index} takes nothing in: ${again[0]!.error?.reason}`);
    if (isBlocked) await unblock(lateMs > 0);
    waiting = again.map(({ line }) => line);
    await delay(pauseMs);
  }
}

function piecesOf(packets: SealedPacket[]): Line[][] {
  const pieces: Line[][] = [];
  let bytes = MOST_BYTES;
  for (const packet of packets) {
    const text = `{"create":{"_id":${JSON.stringify(idOf(packet))}}}\n${JSON.stringify(toDocument(packet))}\n`;
    if (bytes + text.length > MOST_BYTES) {
      pieces.push([]);
      bytes = 0;
    }
    pieces.at(-1)!.push({ packet, text });
    bytes += text.length;
  }
  return pieces;
}

interface ShardStats {
  indices: Record<string, { shards: Record<string, ShardCopy[]> }>;
}
interface ShardCopy {
  routing: { primary: boolean };
  seq_no: { max_seq_no: number; global_checkpoint: number };
}

/**
 * A packet that was there already may be from an attempt that never got its answer, and still be on its way to the other
 * copies: what counts is what all of them have.
 */
async function untilOnEveryCopy(engine: EngineClient, index: string): Promise<void> {
  const look = async () => {
    const { body } = await engine.ask<ShardStats>('GET', `/${index}/_stats?level=shards`);
    const shards = Object.entries(body.indices).flatMap(([name, { shards }]) =>
      Object.entries(shards).map(([id, copies]) => ({ key: `${name} ${id}`, copies })),
    );
    return shards.flatMap(({ key, copies }) => {
      const first = copies.find(({ routing }) => routing.primary);
      return first ? [{ key, ...first.seq_no }] : [];
    });
  };
  const wanted = new Map((await look()).map(({ key, max_seq_no }) => [key, max_seq_no]));
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const behind = (await look()).filter(
      ({ key, global_checkpoint }) => global_checkpoint < (wanted.get(key) ?? 0),
    );
    if (behind.length === 0) return;
    if (performance.now() > deadlineMs) throw searchDown(`the copies of ${index} are not in step`);
    await delay(FIRST_PAUSE_MS);
  }
}

function refusal(index: string, refused: Refusal[]) {
  const shown = refused.slice(0, SHOWN).map(({ node, seq, reason }) => `packet ${seq} of ${node}: ${reason}`);
  return searchRefused(`${index} does not take ${refused.length} packets, ${shown.join('; ')}`, { refused });
}
