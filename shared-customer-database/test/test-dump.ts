import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Every table by its contents: numbers that only tell the order of arrival are replaced by what they stand for. */
const NAME = (id: string) => `(SELECT text FROM name WHERE id = ${id})`;
const LEDGER = [
  `SELECT 'sequence', ${NAME('node_id')}, seq, ${NAME('pod_id')}, ${NAME('meter_id')}, from_ms, to_ms, signed_at_ms,
    received_at_ms, readings, hex(payload_hash), hex(prev), ${NAME('anchorer_id')}, batch_index, leaf_index FROM sequence`,
  `SELECT 'hash', prefix, ${NAME('node_id')}, seq FROM hash`,
  `SELECT 'series', ${NAME('pod_id')}, ${NAME('node_id')}, ${NAME('meter_id')}, role, packets, readings, first_ms, last_ms
    FROM series`,
  `SELECT 'day', ${NAME('pod_id')}, ${NAME('node_id')}, day, min_seq, max_seq FROM node_day`,
  `SELECT 'duplicate', ${NAME('node_id')}, seq, ${NAME('anchorer_id')}, batch_index, leaf_index, hex(message_hash),
    received_at_ms FROM duplicate`,
  `SELECT 'quarantine', at_ms, topic, partition, position, reason, detail, evidence, pod, node, meter, seq, time_ms,
    hex(payload_hash), hex(anchorer), batch_index, hex(root), once FROM quarantine`,
  "SELECT 'opening', * FROM opening",
  `SELECT 'certificate', chain, seq, type, kind, sender, hex(signer), payload, signature, hex(payload_hash),
    hex(message_hash), received_at_ms, hex(anchorer), batch_index, hex(root), count, leaf_index FROM certificate`,
  "SELECT 'counter', * FROM counter",
];
const BATCH = '(SELECT hex(anchorer) || idx || hex(root) || count FROM batch WHERE id = batch_id)';
const BATCHES = [
  `SELECT 'batch', hex(anchorer), idx, hex(root), count, leaves, packets, min_received_ms, max_received_ms, complete,
    contradicted, (SELECT hex(tx_hash) || hex(block_hash) FROM anchor WHERE id = anchor_id) FROM batch`,
  `SELECT 'leaf', ${BATCH}, leaf_index, hex(leaf), hex(proof) FROM leaf`,
  `SELECT 'tree', ${BATCH}, part, hex(nodes) FROM tree`,
  `SELECT 'anchor', hex(anchorer), idx, hex(root), count, from_ms, to_ms, chain_id, hex(contract), hex(tx_hash),
    block_number, hex(block_hash), block_time_ms, state, partition, position, at_ms FROM anchor`,
  "SELECT 'counter', * FROM counter",
];
const DAY = [
  `SELECT 'packet', (SELECT code FROM pod WHERE id = pod_id), node, seq, meter, role, type, payload, signature,
    hex(payload_hash), hex(message_hash), hex(prev), hex(signer), signed_at_ms, received_at_ms, from_ms, to_ms, leaf_index,
    (SELECT hex(anchorer) || idx || hex(root) || count FROM batch WHERE id = batch_id) FROM packet`,
  `SELECT 'reading', (SELECT code FROM pod WHERE id = pod_id), time_ms, position,
    (SELECT node || ' ' || seq FROM packet WHERE id = packet_id) FROM reading`,
];

/** Everything that is stored in a data folder, as lines in one order. */
export function dump(dir: string): string[] {
  const days = readdirSync(join(dir, 'measurements')).filter((name) => name.endsWith('.db'));
  return [
    ...linesOf(join(dir, 'ledger.db'), LEDGER),
    ...linesOf(join(dir, 'batches.db'), BATCHES),
    ...days.sort().flatMap((name) => [name, ...linesOf(join(dir, 'measurements', name), DAY)]),
  ];
}

function linesOf(file: string, queries: string[]): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return queries.flatMap((sql) => {
      const statement = database.prepare(sql);
      statement.setReturnArrays(true);
      return statement
        .all()
        .map((row) => JSON.stringify(row))
        .sort();
    });
  } finally {
    database.close();
  }
}
