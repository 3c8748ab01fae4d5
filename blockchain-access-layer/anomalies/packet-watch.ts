import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Packet } from '@access-layer/core/payload';
import { transaction } from '@access-layer/kit/sqlite';
import type { Anomalies } from '../anomaly.ts';
import { readMeta, writeMeta } from '../database.ts';
import { PAYLOAD_START } from '../verify-message.ts';
import { createFindings } from './findings.ts';
import type { PodDirectory } from './pod-limits.ts';
import { forgetMeter, watchMeter } from './watch-meter.ts';
import { type NodeState, silenceAllowedMs, watchNode } from './watch-node.ts';
import { createWatchStates } from './watch-states.ts';
import { factsOf, placeOf, type WatchedPacket } from './watched-packet.ts';

export interface PacketWatchParts {
  database: DatabaseSync;
  anomalies: Pick<Anomalies, 'add' | 'heal'>;
  pods: Pick<PodDirectory, 'of'>;
  /** Whether a node is bound to some meter now: of one that is not, nothing is expected. */
  isBound: (node: string) => boolean;
  lateAfterMs: number;
  silentAfterMs: number;
  /** When the service started: before that nobody could be heard. */
  startedAtMs: number;
}

const WATCHED_THROUGH = 'watched_id';
/** Looked at in one turn of the event loop: 2 ms. */
const PACKETS_A_TURN = 100;
/** Written with one fsync at the end. */
const PACKETS_A_COMMIT = 5000;

interface Row {
  id: number;
  node: string;
  seq: number;
  received_at: number;
  pod: string;
  payload_hash: Uint8Array;
  message_hash: Uint8Array;
  message: Uint8Array;
}

/**
 * Looks for anomalies in what was accepted, from the log, after it was acknowledged: no packet waits for it. What it
 * finds, what it remembers and how far it came are written in one transaction.
 */
export function createPacketWatch(parts: PacketWatchParts) {
  const { database, anomalies, pods, isBound, lateAfterMs, silentAfterMs, startedAtMs } = parts;
  const page = database.prepare(
    `SELECT packet.id, node.name AS node, seq, received_at, pod, payload_hash, message_hash, message
     FROM packet JOIN node ON node.id = node_id WHERE packet.id > ? AND packet.id <= ? ORDER BY packet.id LIMIT ?`,
  );
  const states = createWatchStates(database);
  const findings = createFindings();
  // What a database of an earlier version holds was judged when it came.
  if (readMeta(database, WATCHED_THROUGH) === undefined) {
    const last = database.prepare('SELECT max(id) AS id FROM packet').get() as { id: number | null };
    writeMeta(database, WATCHED_THROUGH, String(last.id ?? 0));
  }

  function judge(row: Row): void {
    const { id, node, seq, received_at: receivedAtMs, pod, payload_hash, message_hash } = row;
    if (node.includes('/')) return; // a statement of a party or a service: its chain has no gaps
    const hashes = { payloadHash: payload_hash, messageHash: message_hash };
    const packet: WatchedPacket = {
      node,
      pod,
      seq,
      receivedAtMs,
      ...hashes,
      payload: payloadIn(row.message),
    };
    watchNode(states.node(node, id), packet, lateAfterMs, findings);
    const { payload } = packet;
    if (payload?.type === 'measurement') {
      watchMeter(states.meter(node, payload.meter), packet, payload, pods.of(pod), findings);
    } else if (payload?.type === 'event') judgeEvent(packet, payload);
  }

  function judgeEvent(packet: WatchedPacket, { event, meter, details }: Packet & { type: 'event' }): void {
    const facts = factsOf(packet, { event, details });
    if (event === 'meter-replaced') forgetMeter(states.meter(packet.node, meter), packet, meter, findings);
    if (event === 'clock-step') {
      states.node(packet.node, 0).open.clock = true;
      findings.add({ type: 'clock', ...placeOf(packet), details: facts });
    }
    if (event === 'power-limit-exceeded') {
      states.meter(packet.node, meter).open['power-above-available|'] = true;
      findings.add({ type: 'power-above-available', subject: meter, ...placeOf(packet), details: facts });
    }
  }

  function judgeSilence(nowMs: number): void {
    for (const [node, state] of states.nodes()) {
      const silentMs = nowMs - Math.max(state.receivedAtMs, startedAtMs);
      const allowedMs = silenceAllowedMs(state, silentAfterMs);
      if (silentMs <= allowedMs && !state.open.silent) continue;
      if (!isBound(node)) endAll(node, state, nowMs);
      else if (!state.open.silent) {
        states.touch(node);
        state.open.silent = true;
        const details = {
          lastReceivedAt: state.receivedAtMs,
          lastSeq: state.nextSeq - 1,
          silentAfterMs: allowedMs,
        };
        findings.add({ type: 'silent', node, at: nowMs, details });
      }
    }
  }

  /** Of a node that is bound to nothing any more nothing will come that could heal it. */
  function endAll(node: string, state: NodeState, nowMs: number): void {
    for (const type of Object.keys(state.open) as (keyof NodeState['open'])[]) {
      states.touch(node);
      delete state.open[type];
      findings.heal({ type, node }, nowMs, { why: 'it is bound to no meter any more' });
    }
  }

  function commit(through: number): void {
    try {
      transaction(database, () => {
        findings.write(anomalies);
        states.write();
        writeMeta(database, WATCHED_THROUGH, String(through));
      });
      states.written();
    } catch (error) {
      states.reload();
      throw error;
    } finally {
      findings.clear();
    }
  }

  return {
    /** Forgets the values of a PoD, as its payloads are erased. */
    forgetPod: (pod: string) => transaction(database, () => states.forgetPod(pod)),

    /** Judges what was accepted up to and including a packet, and who has not been heard. One call at a time. */
    async watch(throughId: number, nowMs: number): Promise<void> {
      for (let at = Number(readMeta(database, WATCHED_THROUGH)); at < throughId; ) {
        const end = Math.min(throughId, at + PACKETS_A_COMMIT);
        while (at < end) {
          const rows = page.all(at, end, PACKETS_A_TURN) as unknown as Row[];
          for (const row of rows) judge(row);
          at = rows.at(-1)?.id ?? end;
          await nextTurn();
        }
        commit(at);
      }
      judgeSilence(nowMs);
      if (findings.size() > 0) commit(throughId);
    },
  };
}

export type PacketWatch = ReturnType<typeof createPacketWatch>;

/** What stands in the log was checked when it came; what was erased since has no payload. */
function payloadIn(message: Uint8Array): Packet | undefined {
  if (message.length <= PAYLOAD_START) return undefined;
  const text = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString(
    'utf8',
    PAYLOAD_START,
  );
  try {
    return JSON.parse(text) as Packet;
  } catch {
    return undefined;
  }
}
