import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ErasedPeriod, erasureSubjectOf, isErased } from '@access-layer/core/erasure';
import { AccessLayerError } from '@access-layer/core/errors';
import { formatTime } from '@access-layer/core/time';
import type { ErasureOrder } from '@access-layer/kit/erasure';
import { emptyLog, openDatabase, transaction } from '@access-layer/kit/sqlite';
import { projectedDays, projectionFileOf } from '../aggregates/open-days.ts';
import type { HeldPacket } from '../archive/erase-pod.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { hasErasure } from '../lifecycle-store.ts';
import { hexOf } from '../sql-hex.ts';
import type { PacketCursor, Store } from '../store.ts';
import type { EraseArchive } from './erase-archive.ts';
import type { ErasedMessage, Erasure, ErasureBook } from './erasure-book.ts';

export interface EraseStoreOptions {
  book: ErasureBook;
  store: Store;
  ledgerFile: string;
  /** Of what sums are made from. */
  projectionsDir: string;
  /** Runs some work while nothing is being stored. */
  between: <T>(work: () => Promise<T>) => Promise<T>;
  /** Erases in the archive; absent where there is none. */
  eraseArchive?: EraseArchive | undefined;
}

const PAGE = 500;

/** Destroys what the store of measurements, the ledger beside it, the sums and the archive hold of a PoD in a time. */
export function createEraseStore(options: EraseStoreOptions) {
  const { book, store, ledgerFile, projectionsDir, between, eraseArchive } = options;

  /** The hashes first: once the contents are gone nobody can make them again. */
  async function keepHashes({ erasure, ...period }: ErasureOrder): Promise<void> {
    let cursor: PacketCursor | undefined;
    do {
      const page = await store.packets({ ...period, limit: PAGE, ...(cursor ? { cursor } : {}) });
      const found = page.items.filter(({ pod, fromMs: atMs }) => isErased([period], { pod, atMs }));
      keep(erasure, found);
      cursor = page.next;
    } while (cursor);
  }

  function keep(erasure: string, packets: readonly HeldPacket[]): void {
    book.addErased(
      erasure,
      packets.map(({ messageHash, type, fromMs: atMs }) => ({ messageHash, dataSet: `${type}s`, atMs })),
    );
  }

  async function eraseLedger(order: ErasureOrder): Promise<number> {
    const database = openLedger(ledgerFile);
    try {
      const { erasure, pod, fromMs, untilMs } = order;
      const add = database.prepare('INSERT OR IGNORE INTO erased_period VALUES (?, ?, ?, ?)');
      const evidence = database.prepare(
        `UPDATE quarantine SET evidence = '', detail = 'erased'
         WHERE pod = ? AND time_ms >= ? AND time_ms < ? AND evidence <> ''`,
      );
      const openings = database.prepare(
        `DELETE FROM opening WHERE pod = ? AND from_ms >= ? AND (until_ms BETWEEN 1 AND ? OR
           revoked_at_ms BETWEEN 1 AND ?)`,
      );
      const messages = certificatesIn(database, order);
      book.addErased(
        erasure,
        messages.map(({ message }) => message),
      );
      const empty = database.prepare("UPDATE certificate SET payload = '', signature = '0x' WHERE rowid = ?");
      const changed = transaction(database, () => {
        add.run(erasure, pod, fromMs, untilMs);
        for (const { rowid } of messages) empty.run(rowid);
        const put = Number(evidence.run(pod, fromMs, untilMs).changes);
        return put + Number(openings.run(pod, fromMs, untilMs, untilMs).changes) + messages.length;
      });
      await emptyLog(database);
      return changed;
    } finally {
      database.close();
    }
  }

  /** Sums of the PoD on the days of the time; they are made again from what is left. */
  async function eraseSums({ pod, fromMs, untilMs }: ErasedPeriod): Promise<void> {
    const [first, last] = [fromMs, untilMs - 1].map((ms) => formatTime(ms).slice(0, 10)) as [string, string];
    for (const day of projectedDays({ projectionsDir }).filter((each) => each >= first && each <= last)) {
      const file = projectionFileOf({ projectionsDir }, day);
      const database = openDatabase(file);
      try {
        transaction(database, () => {
          for (const table of ['quarters', 'whole', 'built'])
            if (hasTable(database, table)) database.prepare(`DELETE FROM ${table} WHERE pod = ?`).run(pod);
        });
        database.exec('VACUUM');
        await emptyLog(database);
      } finally {
        database.close();
      }
      await nextTurn();
    }
  }

  /** Carries out one order. */
  return async (order: ErasureOrder): Promise<Record<string, number>> => {
    if (!hasErasure(store))
      throw new AccessLayerError({
        code: 'SCD_ADAPTER',
        message: 'this store cannot erase; use sqlite-days or search',
      });
    return between(async () => {
      await keepHashes(order);
      const packets = await store.erase(order);
      const ledger = await eraseLedger(order);
      await eraseSums(order);
      // Days that are only there are in the erasure's root, too.
      const archive = (await eraseArchive?.(order, (held) => keep(order.erasure, held))) ?? 0;
      return { packets, ledger, archive };
    });
  };
}

/** Tells a ledger that was made anew from the stream what was erased before. */
export function knowErased(ledgerFile: string, erasures: readonly Erasure[]): void {
  const database = openLedger(ledgerFile);
  const add = database.prepare('INSERT OR IGNORE INTO erased_period VALUES (?, ?, ?, ?)');
  for (const { id, pod, fromMs, untilMs } of erasures) add.run(id, pod, fromMs, untilMs);
  database.close();
}

/** Set-points of the PoD and messages of the read ledger about it, whose texts are still there. */
function certificatesIn(
  database: ReturnType<typeof openLedger>,
  period: ErasedPeriod,
): { rowid: number; message: ErasedMessage }[] {
  const rows = database
    .prepare(
      `SELECT rowid, type, payload, message_hash FROM certificate
       WHERE type IN ('set-point', 'read-ledger') AND payload <> '' AND instr(payload, ?) > 0`,
    )
    .all(period.pod) as unknown as {
    rowid: number;
    type: string;
    payload: string;
    message_hash: Uint8Array;
  }[];
  return rows.flatMap(({ rowid, type, payload, message_hash }) => {
    const subject = erasureSubjectOf(payload);
    if (!subject || !isErased([period], subject)) return [];
    const dataSet = type === 'set-point' ? 'set-points' : 'reads';
    return [{ rowid, message: { messageHash: hexOf(message_hash), dataSet, atMs: subject.atMs } }];
  });
}

function hasTable(database: ReturnType<typeof openLedger>, name: string): boolean {
  return (
    database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined
  );
}
