import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fromHex } from '@access-layer/core/bytes';
import { messageOf } from '@access-layer/core/errors';
import { buildTree, rootOf } from '@access-layer/core/merkle';
import { TOPICS } from '@access-layer/core/record';
import { formatTime } from '@access-layer/core/time';
import { followErasures, readErasureReport } from '@access-layer/kit/erasure';
import type { Log } from '@access-layer/kit/log';
import type { Stream } from '@access-layer/kit/stream';
import type { ReadLedger } from '../reads/open-read-ledger.ts';
import { UNUSUAL_READS } from '../reads/send-attested.ts';
import type { Registry } from '../registry.ts';
import type { ErasedMessage, Erasure, ErasureBook } from './erasure-book.ts';
import { orderOf } from './order-of.ts';

export interface ErasuresOptions {
  book: ErasureBook;
  /** The list that outlives a backup: whoever restores an older one puts this file in its place. */
  listFile: string;
  /** Parts of the system that hold data; an erasure is complete when each has said that it has nothing left. */
  parts: readonly string[];
  readLedger: ReadLedger;
  registry: Registry;
  stream: Stream;
  log: Log;
}

/** Parts of this service: measurements with their ledger and sums; registry and read ledger. */
export const STORE_PART = 'measurements';
export const REGISTRY_PART = 'registry';
const GROUP = 'erasures';
const RETRY_MS = 1000;

export type Erasures = Awaited<ReturnType<typeof startErasures>>;

/**
 * Sees every confirmed erasure through: orders it of all parts, does what is to be done in the registry and the read
 * ledger, gathers the reports, and signs what was erased. All of it goes on after a crash where it stood.
 */
export async function startErasures(options: ErasuresOptions) {
  const { book, listFile, parts, readLedger, registry, stream, log } = options;
  const stopped = new AbortController();
  let problem: string | undefined;

  takeList();
  await orderAll();

  /** Erasures of a list that is newer than this folder: of a system that was restored from a backup. */
  function takeList(): void {
    for (const erasure of readList(listFile)) {
      if (book.find(erasure.id)) continue;
      book.request(erasure);
      log.warn({ erasure: erasure.id }, 'an erasure that this folder does not know is done again');
    }
    writeList(listFile, book.confirmed());
  }

  async function orderAll(): Promise<void> {
    for (const erasure of book.confirmed().filter(({ isOrdered }) => !isOrdered)) {
      const value = JSON.stringify(orderOf(erasure));
      await stream.append(TOPICS.erasureOrders, [{ key: erasure.id, value }]);
      book.ordered(erasure.id);
    }
  }

  /** What is in the registry and the read ledger. */
  async function erase(id: string): Promise<Record<string, number>> {
    const erasure = book.find(id);
    if (!erasure) return {};
    const { pod, customer, fromMs, untilMs } = erasure;
    const { erasure: _, ...period } = orderOf(erasure);
    const messages = readLedger.reader.ofHolder(period, customer);
    book.addErased(
      id,
      messages.map((message) => ({ ...message, dataSet: 'reads' })),
    );
    await readLedger.writer.write({ kind: 'erase', period, customer });
    const statements = await registry.erase(period);
    const notices = await stream.rewrite?.(UNUSUAL_READS, ({ key, value }) => {
      const atMs = key === pod ? Date.parse((JSON.parse(value) as { from: string }).from) : Number.NaN;
      return atMs >= fromMs && atMs < untilMs ? null : undefined;
    });
    const personal = (await erasePersonal(erasure)) ? 1 : 0;
    return { statements, notices: notices ?? 0, personal };
  }

  /** Who holds another PoD is a customer still. */
  async function erasePersonal({ customer, confirmedBy = '' }: Erasure): Promise<boolean> {
    const now = Date.now();
    const holdings = await registry.list('holding', { where: { customer }, limit: -1 });
    if (holdings.some(({ document: { until } }) => until === 0 || until > now)) return false;
    const by = { subject: confirmedBy, clientId: 'erasure', role: 'dso-administrator' };
    return (await registry.writePersonalData(customer, undefined, { by, ifRevision: 'any' })).ok;
  }

  async function takeReports(): Promise<void> {
    const consumed = { topic: TOPICS.erasureReports, group: GROUP, limit: 50 };
    for await (const { records, commit } of stream.consume(consumed, stopped.signal)) {
      for (const { value, timestampMs } of records) {
        const report = readErasureReport(value);
        if (report && book.find(report.erasure))
          book.addPart(report.erasure, report.part, timestampMs, report.erased);
      }
      await completeAll();
      await commit();
      problem = undefined;
    }
  }

  async function completeAll(): Promise<void> {
    for (const erasure of book.confirmed().filter(({ completedAtMs }) => completedAtMs === undefined)) {
      const done = new Set(book.parts(erasure.id).map(({ part }) => part));
      if (!parts.every((part) => done.has(part))) continue;
      const messages = book.erased(erasure.id);
      // Where there was nothing, there is nothing to state.
      if (messages.length > 0) {
        const fields = messageFields(erasure, messages);
        await readLedger.writer.write({ kind: 'attest-erasure', erasure: erasure.id, fields });
      }
      const message = readLedger.reader.erasureMessage(erasure.id);
      book.complete(erasure.id, Date.now(), message);
      void readLedger.handOn();
      log.info({ erasure: erasure.id }, 'an erasure is complete');
    }
  }

  async function follow(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await completeAll();
        await takeReports();
      } catch (error) {
        problem = `erasures are not seen through: ${messageOf(error)}`;
        log.error({ err: error }, 'reports of erasures were not taken; trying again');
        await delay(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  }

  const own = followErasures({
    ...{ stream, part: REGISTRY_PART, log },
    erase: ({ erasure }) => erase(erasure),
  });
  const ended = follow();
  return {
    book,
    parts,
    problem: () => problem ?? own.problem(),

    /** Confirms one that was asked for: from now on nothing of it is given out. */
    async confirm(id: string, by: string): Promise<void> {
      // Who has read it until now is signed first: then its messages are all in the chain, and can lose their texts.
      await readLedger.handOn();
      book.confirm(id, Date.now(), by);
      writeList(listFile, book.confirmed());
      await orderAll();
    },

    async stop(): Promise<void> {
      stopped.abort();
      await Promise.all([ended, own.stop()]);
    },
  };
}

/** Counts, times and a root over the hashes: what says that something was erased, and names nobody. */
function messageFields({ reason, requestedBy }: Erasure, messages: ErasedMessage[]): object {
  const bySet = Object.groupBy(messages, ({ dataSet }) => dataSet) as Record<string, ErasedMessage[]>;
  const erased = Object.entries(bySet).map(([dataSet, of]) => {
    const times = of.map(({ atMs }) => atMs);
    return {
      ...{ dataSet, from: formatTime(Math.min(...times)), until: formatTime(Math.max(...times) + 1) },
      count: of.length,
    };
  });
  const root = rootOf(buildTree(messages.map(({ messageHash }) => fromHex(messageHash))));
  return { erasedAt: formatTime(Date.now()), requestedBy, reason, erased, root };
}

function readList(file: string): Erasure[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Erasure[];
  } catch {
    return [];
  }
}

/** Whole or not at all. */
function writeList(file: string, erasures: Erasure[]): void {
  const list = erasures.map((erasure) => {
    return { ...erasure, isOrdered: false, completedAtMs: undefined, message: undefined };
  });
  writeFileSync(`${file}.new`, `${JSON.stringify(list, null, 1)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
