/** Codes of this service: HTTP status where a route throws it, and what an operator can do. */
export const BAL_ERRORS = {
  BAL_ANOMALY_UNKNOWN: { status: 404, help: 'Ask GET /anomalies for those that you may see.' },
  BAL_TIME: { status: 400, help: 'Give times as ISO 8601 in UTC, such as 2026-03-01T00:00:00.000Z.' },
  BAL_BATCH_UNKNOWN: { status: 404, help: 'Ask GET /batches for the batches that exist.' },
  BAL_NODE_UNKNOWN: { status: 404, help: 'Ask GET /nodes for the Light Nodes that this instance has seen.' },
  BAL_PACKET_UNKNOWN: {
    status: 404,
    help: 'Ask with the payloadHash or the messageHash of an accepted packet.',
  },
  BAL_NOT_ANCHORED: { status: 409, help: 'Ask again when the batch of this packet is final on the chain.' },
  BAL_BINDING_UNKNOWN: { status: 409, help: 'The registrar has not published the opening of this binding.' },
  BAL_TREE_TOO_LARGE: { status: 409, help: 'Fetch the proof of a single packet; it has the path it needs.' },
  BAL_CONTRACT_UNKNOWN: { status: 404, help: 'Ask GET /chain/contracts for the contracts that are known.' },
  BAL_BLOCK_UNKNOWN: { status: 404, help: 'Ask GET /chain/blocks for the blocks that exist.' },
  BAL_TRANSACTION_UNKNOWN: {
    status: 404,
    help: 'Ask with the hash of a transaction that is in a block of this chain.',
  },
  BAL_CHAIN_UNREACHABLE: { status: 503, help: 'The chain node does not answer; try again.' },
  BAL_CURSOR: { status: 400, help: 'Give `after` exactly as the page before answered `next`.' },
  BAL_ANCHORER_CHANGED: {
    status: 500,
    help: 'Give back the keystore of this data folder, or use a new one.',
  },
  BAL_DATA_IN_USE: {
    status: 500,
    help: 'Stop the other process that uses this dataDir, or give this one its own.',
  },
  BAL_ERASURE_WAITS: {
    status: 503,
    help: 'Nothing: an erasure waits for what is under way, and is tried again.',
  },
  BAL_FORBIDDEN: { status: 403, help: 'This is for other roles; the message names them.' },
  BAL_ACCESS_UNKNOWN: {
    status: 503,
    help: 'The access rules cannot be asked at the moment; try again.',
  },
  BAL_VERIFIER: {
    status: 500,
    help: 'The verification thread ended; the supervisor starts the service again.',
  },
} as const;

export type BalErrorCode = keyof typeof BAL_ERRORS;

export function statusOf(code: string): number | undefined {
  return Object.hasOwn(BAL_ERRORS, code) ? BAL_ERRORS[code as BalErrorCode].status : undefined;
}
