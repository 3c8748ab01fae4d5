import { hash } from 'node:crypto';
import { join } from 'node:path';
import type { BatchHead } from '@access-layer/core/anchor-slot';
import type { Hex } from '@access-layer/core/bytes';
import { leafOf } from '@access-layer/core/leaf';
import { buildTree, rootOf } from '@access-layer/core/merkle';
import { messageHashOf, payloadHashOf } from '@access-layer/core/message';
import { formatTime } from '@access-layer/core/time';
import { openStore } from '@access-layer/shared-customer-database/adapter';
import { Batches } from '@access-layer/shared-customer-database/batches/batches';
import type { VerifiedRecord } from '@access-layer/shared-customer-database/ingest/verified-record';
import { Ledger } from '@access-layer/shared-customer-database/ledger/ledger';
import { NETWORK, type SigningNode, signNatively } from './packets.ts';

const NOBODY: Hex = `0x${'5a'.repeat(20)}`;
const SIGNATURE: Hex = `0x${'5a'.repeat(65)}`;
const ZERO: Hex = `0x${'00'.repeat(32)}`;
export const DAY_MS = 86_400_000;
const QUARTER_S = 900;
const QUARTERS = 96;
/** Leaves of a batch: what a broker seals in 5 s at 2,000 packets a second. */
const BATCH_PACKETS = 10_000;
const MOST_DAYS = 30;

export interface FillOrder {
  readings: number;
  /** Quarter-hours in a packet. */
  perPacket: number;
  anchorer: Hex;
  /** Nodes whose packets are signed, so that their proofs can be checked; each has one of the PoDs. */
  nodes: SigningNode[];
  onProgress?: (stored: number, all: number) => void;
}

export interface Filled {
  /** All PoDs, those of the nodes among them. */
  pods: string[];
  firstDayMs: number;
  days: number;
  readings: number;
  /** To be anchored. */
  batches: BatchHead[];
}

/**
 * Fills an empty folder as ingest does, through the same ports, with quarter-hours of as many PoDs and days as give
 * `readings`. The trees are real, and so is every packet of the nodes; nobody signed the others. All of it is a backlog:
 * measured on the days before today, and received now.
 */
export async function fillStore(dir: string, order: FillOrder): Promise<Filled> {
  const { readings, perPacket, anchorer, nodes, onProgress } = order;
  const days = Math.min(MOST_DAYS, Math.max(2, Math.round(readings / QUARTERS / 300)));
  const pods = podsOf(Math.ceil(readings / QUARTERS / days), nodes);
  const firstDayMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - days * DAY_MS;
  const all = days * pods.length * QUARTERS;
  const store = await openStore({ name: 'sqlite-days', dir: join(dir, 'measurements') });
  const batches = new Batches(join(dir, 'batches.db'));
  const ledger = new Ledger(join(dir, 'ledger.db'));
  const heads: BatchHead[] = [];
  const signing = new Map(nodes.map((node) => [node.pod, node]));
  let round: VerifiedRecord[] = [];
  let stored = 0;
  const put = async () => {
    const sealed = seal(round, anchorer, heads);
    await store.put(sealed);
    batches.addLeaves(sealed, new Set(sealed));
    ledger.commit({ stored: sealed, duplicates: [], quarantined: [] });
    stored += round.length * perPacket;
    round = [];
    onProgress?.(stored, all);
  };
  for (let step = 0; step < (days * QUARTERS) / perPacket; step++) {
    const piece = pieceOf(firstDayMs, step, perPacket);
    for (const pod of pods) {
      round.push(packetOf(pod, piece, step, signing.get(pod)));
      if (round.length === BATCH_PACKETS) await put();
    }
  }
  if (round.length > 0) await put();
  ledger.close();
  batches.close();
  await store.close();
  return { pods, firstDayMs, days, readings: all, batches: heads };
}

/** The nodes' PoDs are spread evenly among the others. */
function podsOf(count: number, nodes: SigningNode[]): string[] {
  const every = Math.max(1, Math.floor(count / Math.max(1, nodes.length)));
  return Array.from({ length: Math.max(count, nodes.length) }, (_, i) => {
    const node = i % every === 0 ? nodes[i / every] : undefined;
    return node?.pod ?? `IT999E${String(i).padStart(8, '0')}`;
  });
}

/** What all packets of one step have in common. */
interface Piece {
  times: number[];
  signedAtMs: number;
  text: string;
}

function pieceOf(firstDayMs: number, step: number, perPacket: number): Piece {
  const ends = Array.from({ length: perPacket }, (_, i) => {
    return firstDayMs + (step * perPacket + i + 1) * QUARTER_S * 1000;
  });
  const readings = ends.map((atMs, i) => ({
    at: formatTime(atMs),
    periodS: QUARTER_S,
    quality: ['measured'],
    values: { ...VALUES, energyImportWh: 1_000_000 + (step * perPacket + i) * 80 },
  }));
  const signedAtMs = ends.at(-1)! + 1000;
  const text = JSON.stringify({
    ...{ signedAt: formatTime(signedAtMs), role: 'exchange', profile: 'bench', readings },
  });
  return { times: ends.map((atMs) => atMs - 1), signedAtMs, text };
}

const VALUES = {
  ...{ activePowerW: 326.5, reactivePowerVar: 128, voltageL1V: 243.15, currentL1A: 1.4, frequencyHz: 50.01 },
  ...{ powerFactor: 0.93, energyImportWh: 0, energyExportWh: 0 },
};

function packetOf(pod: string, piece: Piece, seq: number, signing: SigningNode | undefined): VerifiedRecord {
  const { times, signedAtMs, text } = piece;
  const [node, meter] = [signing?.id ?? `node-${pod}`, `meter-${pod}`];
  const prev = signing?.prev ?? ZERO;
  const nonce = `0x${hash('md5', `${pod} ${seq}`)}`;
  const envelope = { v: 1, network: NETWORK, type: 'measurement', nonce };
  const payload = `${JSON.stringify({ ...envelope, node, pod, meter, seq, prev }).slice(0, -1)},${text.slice(1)}`;
  const [fromMs, toMs] = [times[0]!, times.at(-1)!];
  return {
    ...{ pod, node, seq, meter, role: 'exchange', type: 'measurement', payload, prev },
    ...{ signedAtMs, receivedAtMs: 0, day: formatTime(fromMs).slice(0, 10), fromMs, toMs },
    ...(signing ? signed(payload, signing) : unsigned(payload)),
    ...{ readingTimesMs: times, siblings: '0x', leaf: '0x' },
    batch: { anchorer: NOBODY, index: 0, root: ZERO, count: 1, leafIndex: 0 },
  };
}

function signed(payload: string, node: SigningNode) {
  const signature = signNatively(payload, node.privateKey);
  const payloadHash = payloadHashOf(payload);
  node.prev = payloadHash;
  return { signature, signer: node.key, payloadHash, messageHash: messageHashOf({ signature, payload }) };
}

/** Any 32 bytes do for the hashes: what is read back is what was put in, and nobody asks for these proofs. */
function unsigned(payload: string) {
  const digest = hash('sha256', payload);
  const messageHash: Hex = `0x${digest.slice(32)}${digest.slice(0, 32)}`;
  return { signature: SIGNATURE, signer: NOBODY, payloadHash: `0x${digest}` as Hex, messageHash };
}

/** Seals a round as one batch, all of it received at this moment. */
function seal(records: VerifiedRecord[], anchorer: Hex, heads: BatchHead[]): VerifiedRecord[] {
  const receivedAtMs = Math.max(Date.now(), heads.at(-1)?.to ?? 0);
  const leaves = records.map(({ messageHash }) => leafOf(messageHash, receivedAtMs));
  const tree = buildTree(leaves);
  const batch = { anchorer, index: heads.length, root: rootOf(tree), count: records.length };
  const { index, root, count } = batch;
  heads.push({ index, root, count, from: receivedAtMs, to: receivedAtMs });
  for (const [leafIndex, record] of records.entries()) {
    record.receivedAtMs = receivedAtMs;
    record.leaf = `0x${Buffer.from(leaves[leafIndex]!).toString('hex')}`;
    record.batch = { ...batch, leafIndex };
  }
  return records;
}
