import type { DatabaseSync } from 'node:sqlite';
import { messageHashOf, payloadHashOf } from '@access-layer/core/message';
import type { ReadEntry } from '@access-layer/core/payloads/service-message';
import { newNonce, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { blobOf, hexOf } from '../sql-hex.ts';
import { createStatements } from '../sql-statements.ts';

/** Who attests: a service with its key, in one deployment. */
export interface Attester {
  network: string;
  /** Name of the service: its messages are numbered under it. */
  service: string;
  privateKey: Uint8Array;
}

interface EntryRow {
  id: number;
  pod: string;
  holders: string;
  at_ms: number;
  client: string;
  subject: string | null;
  role: string;
  party: string | null;
  customer: string | null;
  purpose: string | null;
  consents: string;
  data_set: string;
  from_ms: number;
  until_ms: number;
  count: number;
}

const ZERO_HASH = `0x${'00'.repeat(32)}`;
const MOST_ENTRIES = 200;
/** Below the 65,536 bytes of a payload, with room for all that stands around the entries. */
const MOST_BYTES = 60_000;
const UNSIGNED = `SELECT * FROM entry WHERE message IS NULL AND is_open = 0 ORDER BY pod, holders, id LIMIT 1000`;

/**
 * Puts what is complete into signed messages, each of one PoD and one holder, as the next of the service's chain.
 * Functions want an open transaction.
 */
export function createAttestation(database: DatabaseSync, { network, service, privateKey }: Attester) {
  const sql = createStatements(database);

  /** Signs the next message of the chain and keeps it for the stream. */
  function attest(
    type: 'read-ledger' | 'erasure',
    fields: object,
    about?: { pod: string; holders: string },
  ): number {
    const last = sql('SELECT seq, payload_hash FROM message ORDER BY seq DESC LIMIT 1').get() as
      | { seq: number; payload_hash: Uint8Array }
      | undefined;
    const seq = last ? last.seq + 1 : 0;
    const prev = last ? hexOf(last.payload_hash) : ZERO_HASH;
    const head = { v: 1, network, type, nonce: newNonce(), sender: service, seq, prev };
    const payload = JSON.stringify({ ...head, issuedAt: formatTime(Date.now()), ...fields });
    const message = signPayload(payload, privateKey);
    sql('INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)').run(
      ...[seq, type, about?.pod ?? null, about?.holders ?? null, payload, message.signature],
      ...[blobOf(payloadHashOf(payload)), blobOf(messageHashOf(message))],
    );
    return seq;
  }

  function attestReads(rows: EntryRow[]): void {
    const times = rows.map(({ at_ms }) => at_ms);
    const [from, until] = [Math.min(...times), Math.max(...times) + 1].map(formatTime);
    const seq = attest('read-ledger', { from, until, reads: rows.map(entryOf) }, rows[0]!);
    for (const { id } of rows) sql('UPDATE entry SET message = ? WHERE id = ?').run(seq, id);
  }

  return {
    /** Signs that an erasure is complete, once; `progress` remembers under which number. */
    attestErasure(erasure: string, fields: object): void {
      const name = `erasure ${erasure}`;
      if (sql('SELECT 1 FROM progress WHERE name = ?').get(name)) return;
      sql('INSERT INTO progress VALUES (?, ?)').run(name, attest('erasure', fields));
    },

    /** Signs some of what is complete; answers whether there may be more. */
    attestEntries(): boolean {
      const rows = sql(UNSIGNED).all() as unknown as EntryRow[];
      for (const part of partsOf(rows)) attestReads(part);
      return rows.length > 0;
    },
  };
}

/** Rows of one PoD and holder, and as many as a message takes. */
function partsOf(rows: EntryRow[]): EntryRow[][] {
  const parts: EntryRow[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(entryOf(row))) + 1;
    const part = parts.at(-1);
    const isAboutTheSame = part?.[0]?.pod === row.pod && part[0].holders === row.holders;
    const fits = isAboutTheSame && part.length < MOST_ENTRIES && bytes + size <= MOST_BYTES;
    if (fits) part.push(row);
    else parts.push([row]);
    bytes = fits ? bytes + size : size;
  }
  return parts;
}

function entryOf(row: EntryRow): ReadEntry {
  const { client, subject, role, party, customer, purpose, pod, count } = row;
  const consents = JSON.parse(row.consents) as string[];
  return {
    at: formatTime(row.at_ms),
    client,
    ...(subject ? { subject } : {}),
    role,
    ...(party ? { party } : {}),
    ...(customer ? { customer } : {}),
    ...(purpose ? { purpose } : {}),
    ...(consents.length > 0 ? { consents } : {}),
    pod,
    dataSet: row.data_set,
    from: formatTime(row.from_ms),
    until: formatTime(row.until_ms),
    count,
  };
}
