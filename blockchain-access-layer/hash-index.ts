import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { transaction } from '@access-layer/kit/sqlite';
import { readMeta, writeMeta } from './database.ts';

const INDEXED_THROUGH = 'hash_indexed_id';
const PACKETS_A_STEP = 1000;
/** Bytes of a hash that are indexed: a whole number that JavaScript and SQLite hold, and few collisions. */
const PREFIX_BYTES = 6;

interface HashRow {
  id: number;
  payload_hash: Uint8Array;
  message_hash: Uint8Array;
}

/**
 * Finds packets by payloadHash or messageHash. Hashes fall anywhere in an index, a page of 4 KB each; kept at acceptance
 * they would be nine tenths of what is synced before a PUBACK. So they are indexed a little later, in bulk and in order,
 * and what is not indexed yet is looked through.
 */
export function createHashIndex(database: DatabaseSync) {
  database.exec(`CREATE TABLE IF NOT EXISTS packet_hash (
    prefix INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (prefix, id)) STRICT, WITHOUT ROWID`);
  const insert = database.prepare('INSERT OR IGNORE INTO packet_hash VALUES (?, ?)');
  const page = database.prepare(
    'SELECT id, payload_hash, message_hash FROM packet WHERE id > ? AND id <= ? ORDER BY id LIMIT ?',
  );
  const candidates = database.prepare('SELECT id FROM packet_hash WHERE prefix = ?');
  const isIt = database.prepare(
    'SELECT 1 FROM packet WHERE id = ?1 AND (payload_hash = ?2 OR message_hash = ?2)',
  );
  const inTail = database.prepare(
    'SELECT id FROM packet WHERE id > ?1 AND (payload_hash = ?2 OR message_hash = ?2) LIMIT 1',
  );

  const indexedThrough = () => Number(readMeta(database, INDEXED_THROUGH) ?? 0);

  return {
    /** Indexes up to and including a packet, with turns of the event loop in between. One call at a time. */
    async catchUp(throughId: number): Promise<void> {
      for (;;) {
        const rows = page.all(indexedThrough(), throughId, PACKETS_A_STEP) as unknown as HashRow[];
        const last = rows.at(-1);
        if (!last) return;
        const entries = rows.flatMap(({ id, payload_hash, message_hash }) => [
          { prefix: prefixOf(payload_hash), id },
          { prefix: prefixOf(message_hash), id },
        ]);
        entries.sort((a, b) => a.prefix - b.prefix);
        transaction(database, () => {
          for (const { prefix, id } of entries) insert.run(prefix, id);
          writeMeta(database, INDEXED_THROUGH, String(last.id));
        });
        await nextTurn();
      }
    },

    /** Id of the packet with this payloadHash or messageHash. */
    find(hash: Uint8Array): number | undefined {
      for (const { id } of candidates.all(prefixOf(hash)) as unknown as { id: number }[]) {
        if (isIt.get(id, hash)) return id;
      }
      return (inTail.get(indexedThrough(), hash) as { id: number } | undefined)?.id;
    },
  };
}

export type HashIndex = ReturnType<typeof createHashIndex>;

function prefixOf(hash: Uint8Array): number {
  return Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).readUIntBE(0, PREFIX_BYTES);
}
