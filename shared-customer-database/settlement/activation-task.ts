import { createChainReader } from '@access-layer/contracts/chain-reader';
import type { RpcUrl } from '@access-layer/contracts/rpc-url';
import type { Hex } from '@access-layer/core/bytes';
import { parsePacket } from '@access-layer/core/payload';
import type { Activation } from '@access-layer/core/payloads/activation';
import type { SetPoint } from '@access-layer/core/payloads/set-point';
import type { Baseline } from '@access-layer/core/payloads/statement';
import type { ProofFile } from '@access-layer/core/proof';
import type { SettlementParameters } from '@access-layer/core/settlement/parameters';
import { registerEnergy } from '@access-layer/core/settlement/register-energy';
import {
  type ActivationOutcome,
  type Deal,
  type DisputeState,
  settleActivation,
} from '@access-layer/core/settlement/settle';
import type { Slice } from '@access-layer/core/settlement/slices';
import type { ArchiveConfig } from '../archive/archive-config.ts';
import '@access-layer/kit/native';
import { openArchive, openStore } from '../adapter.ts';
import { isArchivedIn } from '../api/archived.ts';
import { createProofs } from '../api/proof-file.ts';
import { rememberBindings } from '../api/remembered-bindings.ts';
import { createPodDays } from '../archive/pod-days.ts';
import { BatchReader } from '../batches/batch-reader.ts';
import { completenessOf } from '../ledger/completeness.ts';
import { LedgerReader } from '../ledger/ledger-reader.ts';
import { LifecycleBook } from '../lifecycle/lifecycle-book.ts';
import type { StoredPacket } from '../store.ts';
import { createMeasured, type Measured } from './measured.ts';
import { readDays } from './read-days.ts';

export interface ActivationTaskOptions {
  store: { name: string; dir: string; openDays?: number };
  batchesFile: string;
  ledgerFile: string;
  /** Where days are that have left the store, and the book that says which. */
  archive: ArchiveConfig;
  bookFile: string;
  rules: { network: string; podPattern: string };
  chain: { rpcUrl: RpcUrl; registry: Hex; anchorContract: Hex };
}

/** One activation to work out, with all that the registry knows of it. */
export interface ActivationTask {
  setPoint: SetPoint;
  /** Its messageHash. */
  hash: string;
  /** Set-points of higher number that begin in its time. */
  later: { hash: string; fromMs: number }[];
  deal: Deal | undefined;
  sent: Baseline | undefined;
  days: string[];
  events: Slice[];
  disputes: DisputeState[];
  parameters: SettlementParameters;
  /** Whether the proofs of what it follows from are wanted. */
  withProofs: boolean;
}

/** A packet that an activation follows from. Times in milliseconds. */
export interface UsedPacket {
  payloadHash: Hex;
  type: StoredPacket['type'];
  node: string;
  seq: number;
  fromMs: number;
  toMs: number;
  receivedAtMs: number;
  proof?: ProofFile;
}

export interface WorkedActivation {
  outcome: ActivationOutcome;
  days: string[];
  supersededMs?: number;
  missing: { packets: number; ranges: { node: string; fromSeq: number; toSeq: number }[] };
  stages: UsedPacket[];
  said: Activation[];
  readings: UsedPacket[];
  /** Why there are no proofs. */
  unproven?: { code: string; message: string };
}

const CHAIN_TIMEOUT_MS = 3000;
const MOST_RANGES = 1000;
/** A node tells of an activation from when it is signed until well after its end. */
const BEFORE_MS = 3_600_000;
const AFTER_MS = 86_400_000;

/** Works activations out of day files and the ledger. For a worker thread. */
export function createWork(options: ActivationTaskOptions) {
  const batches = new BatchReader(options.batchesFile);
  const ledger = new LedgerReader(options.ledgerFile);
  const { bindingAt } = createChainReader({ ...options.chain, timeoutMs: CHAIN_TIMEOUT_MS });
  const proofSources = { batches, ledger, bindingAt: rememberBindings(bindingAt) };
  let opened: Promise<Measured> | undefined;
  return {
    async run(task: ActivationTask, cancelled: () => boolean): Promise<WorkedActivation | undefined> {
      opened ??= openMeasured(options, { batches, ledger });
      const worked = await work(await opened, ledger, task, cancelled);
      if (!worked || !task.withProofs) return worked?.answer;
      const { answer, packets } = worked;
      const proofOf = createProofs(proofSources);
      try {
        for (const used of [...answer.stages, ...answer.readings]) {
          if (cancelled()) return undefined;
          used.proof = await proofOf(packets.get(used.payloadHash)!);
        }
      } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        if (code !== 'SCD_NOT_ANCHORED' && code !== 'SCD_NO_BINDING') throw error;
        answer.unproven = { code, message };
      }
      return answer;
    },
  };
}

async function openMeasured(
  { store, archive, bookFile, rules }: ActivationTaskOptions,
  { batches, ledger }: { batches: BatchReader; ledger: LedgerReader },
): Promise<Measured> {
  const podDays = createPodDays({
    ...{ archive: await openArchive(archive), batches },
    rules: { network: rules.network, podPattern: new RegExp(rules.podPattern) },
  });
  return createMeasured({
    ...{ store: await openStore({ ...store, readOnly: true }), podDays },
    isArchived: isArchivedIn(new LifecycleBook(bookFile)),
    isErased: (pod, atMs) => ledger.isErased(pod, atMs),
  });
}

async function work(
  measured: Measured,
  ledger: LedgerReader,
  task: ActivationTask,
  cancelled: () => boolean,
) {
  const { setPoint, hash, later, parameters } = task;
  const told = await activationPackets(measured, setPoint);
  const stages = told.filter(({ said }) => said.setPointHash === hash);
  const superseding = later.filter((one) => isTaken(told, one.hash)).map(({ fromMs }) => fromMs);
  const supersededMs = superseding.length > 0 ? Math.min(...superseding) : undefined;
  const untilMs = Math.min(Date.parse(setPoint.until), supersededMs ?? Number.POSITIVE_INFINITY);
  const period = { fromMs: Date.parse(setPoint.from), untilMs };
  const missing = await missingIn({ ledger, measured }, setPoint.pod, period);
  const asked = { period, notifiedMs: Date.parse(setPoint.issuedAt), days: task.days, events: task.events };
  const found = await readDays(measured, { ...asked, pod: setPoint.pod, parameters }, cancelled);
  if (!found) return undefined;
  const used = new Set<Hex>();
  const energyOf = registerEnergy(found.points);
  const outcome = settleActivation({
    ...{
      setPoint,
      stages: stages.map(({ said }) => said),
      deal: task.deal,
      sent: task.sent,
      days: found.days,
    },
    ...{
      events: task.events,
      supersededMs,
      missingPackets: missing.packets,
      disputes: task.disputes,
      parameters,
    },
    energyOf(fromMs, untilMs) {
      const energy = energyOf(fromMs, untilMs);
      for (const packet of energy.packets ?? []) used.add(packet);
      return energy;
    },
  });
  const packets = new Map([
    ...found.packets,
    ...stages.map(({ packet }) => [packet.payloadHash, packet] as const),
  ]);
  const answer: WorkedActivation = {
    ...{ outcome, days: found.days, missing },
    ...(supersededMs === undefined ? {} : { supersededMs }),
    stages: stages.map(({ packet }) => usedPacket(packet)),
    said: stages.map(({ said }) => said),
    readings: [...used].map((payloadHash) => usedPacket(packets.get(payloadHash)!)).sort(inOrder),
  };
  return { answer, packets };
}

/** What the node said around the time of a set-point, in the order of its numbers. */
async function activationPackets(measured: Measured, { pod, issuedAt, from, until }: SetPoint) {
  const fromMs = Math.min(Date.parse(issuedAt), Date.parse(from)) - BEFORE_MS;
  const packets = await measured.packets({
    ...{ pod, type: 'activation', fromMs, untilMs: Date.parse(until) + AFTER_MS },
  });
  const found: { packet: StoredPacket; said: Activation }[] = [];
  for (const packet of packets) {
    const parsed = parsePacket(packet.payload);
    if (parsed.ok && parsed.payload.type === 'activation') found.push({ packet, said: parsed.payload });
  }
  return found.sort((a, b) => a.packet.seq - b.packet.seq);
}

/** Whether a node has taken a set-point: heard of it, and not said no. */
function isTaken(told: { said: Activation }[], hash: string): boolean {
  const own = told.filter(({ said }) => said.setPointHash === hash);
  return own.length > 0 && !own.some(({ said }) => said.status === 'refused' || said.status === 'expired');
}

/** Packets that never came, and those that the archive has lost. */
async function missingIn(
  { ledger, measured }: { ledger: LedgerReader; measured: Measured },
  pod: string,
  { fromMs, untilMs }: Slice,
) {
  if (untilMs <= fromMs) return { packets: 0, ranges: [] };
  const damaged = await measured.damaged({ pod, fromMs, untilMs });
  const nodes = await completenessOf(ledger, { pod, fromMs, untilMs, lateAfterMs: AFTER_MS });
  const ranges = [
    ...nodes.flatMap(({ node, missing }) =>
      missing.ranges.map(({ fromSeq, toSeq }) => ({ node, fromSeq, toSeq })),
    ),
    ...damaged.flatMap(({ node, seq }) => (node === undefined ? [] : [{ node, fromSeq: seq!, toSeq: seq! }])),
  ];
  return {
    packets: nodes.reduce((total, { missing }) => total + missing.packets, damaged.length),
    ranges: ranges.slice(0, MOST_RANGES),
  };
}

function usedPacket({ payloadHash, type, node, seq, fromMs, toMs, receivedAtMs }: StoredPacket): UsedPacket {
  return { payloadHash, type, node, seq, fromMs, toMs, receivedAtMs };
}

function inOrder(a: UsedPacket, b: UsedPacket): number {
  return a.fromMs - b.fromMs || (a.node < b.node ? -1 : a.node > b.node ? 1 : a.seq - b.seq);
}
