import { setTimeout as delay } from 'node:timers/promises';
import type { ErasedPeriod } from '@access-layer/core/erasure';
import { messageOf } from '@access-layer/core/errors';
import { TOPICS } from '@access-layer/core/record';
import type { Log } from '@access-layer/kit/log';
import type { Stream, StreamRecord } from '@access-layer/kit/stream';
import { Anchors, type WaitingAnchor } from '../batches/anchors.ts';
import { Batches } from '../batches/batches.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { Opening } from '../ledger/opening.ts';
import { parseOpening } from '../ledger/opening.ts';
import type { Quarantined } from '../ledger/quarantined.ts';
import type { Store } from '../store.ts';
import type { AnchorCheck } from './anchor-check.ts';
import { type AnchorOutcome, ingestAnchors, settleAnchor } from './anchor-ingest.ts';
import { runAnchorLoop } from './anchor-loop.ts';
import { oneAhead } from './one-ahead.ts';
import { createPacketIngest } from './packet-ingest.ts';
import { createRecordVerifier } from './record-verifier.ts';
import type { RecordRules } from './verify-record.ts';
import { Wake } from './wake.ts';

export interface IngestOptions {
  stream: Stream;
  store: Store;
  ledgerFile: string;
  batchesFile: string;
  rules: RecordRules;
  checkAnchor: AnchorCheck;
  log: Log;
  /** Consumer group; its offsets are where a restart goes on. */
  group: string;
  batchRecords: number;
  /** Threads that verify; one a core, and four at most, where absent. */
  verifyThreads?: number;
  /** Pause after the chain did not answer, or a round failed. */
  retryMs: number;
  /** What was erased: of that only hashes are taken in, whenever it comes. */
  erased?: () => readonly ErasedPeriod[];
}

export interface Ingest {
  /** What does not work at the moment, by part; empty where all is well. */
  problems(): Record<string, string>;
  /** Runs some work while nothing is being stored. */
  between<T>(work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** Makes records durable that were looked at before; called in the order of the stream. */
type Keep = () => Promise<void>;

/**
 * Follows the streams `packets`, `anchors` and `registry`. Offsets move only when what they stand for is durable; a
 * record that fails its checks is put aside with its reason, and the stream goes on. The next records are verified, on
 * threads of their own, while the last are being stored. Where the disk fails, the round is
 * tried again until it succeeds.
 */
export function startIngest(options: IngestOptions): Ingest {
  const { stream, log, retryMs } = options;
  const ledger = new Ledger(options.ledgerFile);
  const batches = new Batches(options.batchesFile);
  const anchors = new Anchors(batches.database);
  const { ingest: ingestPackets, between } = createPacketIngest({ ...options, ledger, batches });
  const verifier = createRecordVerifier(options.rules, { threads: options.verifyThreads });
  const stopped = new AbortController();
  const problems = new Map<string, string>();
  const wake = new Wake();

  const takePackets = async (records: StreamRecord[]): Promise<Keep> => {
    const verdicts = await verifier.verify(records.map(({ value }) => value));
    return async () => tell(log, (await ingestPackets(records, verdicts)).quarantined);
  };

  const takers: Record<string, (records: StreamRecord[]) => Promise<Keep>> = {
    [TOPICS.packets]: takePackets,
    [TOPICS.anchors]: async (records) => async () => {
      tell(log, ingestAnchors(anchors, ledger, records));
      wake.ring();
    },
    [TOPICS.registry]: async (records) => async () => ingestOpenings(ledger, records, log),
  };

  const take = async (topic: string, signal: AbortSignal) => {
    const source = stream.consume({ topic, group: options.group, limit: options.batchRecords }, signal);
    for await (const { item, begun: keep } of oneAhead(source, ({ records }) => takers[topic]!(records))) {
      await keep();
      await item.commit();
      problems.delete(topic);
    }
  };

  const follow = async (topic: string) => {
    while (!stopped.signal.aborted) {
      const round = new AbortController();
      try {
        await take(topic, AbortSignal.any([stopped.signal, round.signal]));
      } catch (error) {
        problems.set(topic, messageOf(error));
        log.error({ err: error, topic }, 'could not take records; trying again');
        await delay(retryMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      } finally {
        round.abort();
      }
    }
  };

  const takeAgain = async (quarantined: Quarantined[]) => (await takePackets(asRecords(quarantined)))();

  const report = async ({ record }: WaitingAnchor, outcome: AnchorOutcome) => {
    if (outcome.outcome === 'refused') tell(log, [outcome.quarantined]);
    if (outcome.outcome !== 'anchored' || !outcome.contradicted) return;
    log.error(
      { anchorer: record.anchorer, index: record.index },
      'the chain contradicts records of this batch',
    );
    await takeAgain(ledger.conflicting(record));
  };

  const checkAnchors = async () => {
    // A crash may have come between the chain's word on a batch and the second look at what it had put aside.
    await takeAgain(ledger.conflicting());
    const onState = (problem: string | undefined) => {
      problems.delete('anchors-check');
      if (problem) problems.set('chain', problem);
      else problems.delete('chain');
    };
    const settle = (waiting: WaitingAnchor) =>
      settleAnchor({ anchors, ledger, check: options.checkAnchor }, waiting);
    await runAnchorLoop({ anchors, settle, report, retryMs, wake, log, onState }, stopped.signal);
  };

  const keepChecking = async () => {
    while (!stopped.signal.aborted) {
      await checkAnchors().catch(async (error) => {
        problems.set('anchors-check', messageOf(error));
        log.error({ err: error }, 'could not keep the answers of the chain; trying again');
        await delay(retryMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      });
    }
  };

  const running = Promise.all([...Object.keys(takers).map(follow), keepChecking()]);
  return {
    problems: () => Object.fromEntries(problems),
    between,
    async stop() {
      stopped.abort();
      await running;
      await verifier.close();
      ledger.close();
      batches.close();
    },
  };
}

function ingestOpenings(ledger: Ledger, records: StreamRecord[], log: Log): void {
  const openings: Opening[] = [];
  const quarantined: Quarantined[] = [];
  for (const { partition, offset, timestampMs, value } of records) {
    const parsed = parseOpening(value);
    if (parsed.ok) openings.push(parsed.opening);
    else {
      const position = { topic: TOPICS.registry, partition, offset, timestampMs };
      quarantined.push({ ...position, reason: 'malformed-opening', detail: parsed.detail, evidence: value });
    }
  }
  ledger.commitOpenings(openings, quarantined);
  tell(log, quarantined);
}

function tell(log: Log, quarantined: Quarantined[]): void {
  for (const { topic, partition, offset, reason, detail } of quarantined) {
    log.warn({ topic, partition, offset, reason, detail }, 'put aside in quarantine');
  }
}

function asRecords(quarantined: Quarantined[]): StreamRecord[] {
  return quarantined.map(({ partition, offset, timestampMs, evidence }) => {
    return { partition, offset, timestampMs, key: '', value: evidence };
  });
}
