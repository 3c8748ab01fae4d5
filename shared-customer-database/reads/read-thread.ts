import '@access-layer/kit/native';
import { parentPort, workerData } from 'node:worker_threads';
import type { ErasedPeriod } from '@access-layer/core/erasure';
import { messageOf } from '@access-layer/core/errors';
import { emptyLog, transaction } from '@access-layer/kit/sqlite';
import { type Attester, createAttestation } from './attest.ts';
import { createReadBook } from './read-book.ts';
import type { EnterOrder } from './read-entry.ts';
import { openReads } from './read-schema.ts';

/** What the thread is to write, in this order. */
export type ReadOrder =
  | { kind: 'enter'; order: EnterOrder }
  | { kind: 'end'; key: string }
  | { kind: 'sent'; seq: number }
  | { kind: 'progress'; name: string; id: number }
  /** Signs what is complete; what has been open since before `endBeforeMs` counts as complete. */
  | { kind: 'attest'; endBeforeMs: number }
  /** Destroys entries and messages of a holder whose first instants lie in a time. */
  | { kind: 'erase'; period: ErasedPeriod; customer: string }
  /** Signs that an erasure is complete; once for each. */
  | { kind: 'attest-erasure'; erasure: string; fields: object };

export interface ReadThreadOptions {
  file: string;
  /** Absent where nobody signs: entries are kept all the same. */
  attester: Attester | undefined;
}

/** All that came while the last group was being written: one transaction, one fsync. */
export interface ReadGroup {
  id: number;
  orders: ReadOrder[];
}

export type ReadGroupAnswer = { id: number; error?: string };

if (parentPort) {
  const port = parentPort;
  const { file, attester } = workerData as ReadThreadOptions;
  const database = openReads(file);
  const book = transaction(database, () => createReadBook(database));
  const attestation = attester && createAttestation(database, attester);

  const apply = (order: ReadOrder): void => {
    if (order.kind === 'enter') book.enter(order.order);
    else if (order.kind === 'end') book.end(order.key);
    else if (order.kind === 'sent') book.sent(order.seq);
    else if (order.kind === 'progress') book.progress(order.name, order.id);
    else if (order.kind === 'erase') book.erase(order.period, order.customer);
    else if (order.kind === 'attest-erasure') attestation?.attestErasure(order.erasure, order.fields);
    else {
      book.endBefore(order.endBeforeMs);
      while (attestation?.attestEntries());
    }
  };

  port.on('message', async ({ id, orders }: ReadGroup) => {
    try {
      transaction(database, () => orders.forEach(apply));
      if (orders.some(({ kind }) => kind === 'erase')) {
        database.exec('VACUUM');
        await emptyLog(database);
      }
      port.postMessage({ id } satisfies ReadGroupAnswer);
    } catch (error) {
      book.forget();
      port.postMessage({ id, error: messageOf(error) } satisfies ReadGroupAnswer);
    }
  });
}
