import { type Hex, toHex } from '@access-layer/core/bytes';
import type Type from 'typebox';
import type { AnchorTx } from '../anchor-book.ts';
import type { Batch } from '../batch-store.ts';
import type { NodeEntry } from '../node-book.ts';
import { readReport } from '../node-report.ts';
import type { AcceptedPacket, PacketQuery } from '../packet-query.ts';
import type { RefusedSenderMessage } from '../sender-log.ts';
import type { BatchAnswer, LightNode, PacketAnswer, QuarantineAnswer, TransactionAnswer } from './schemas.ts';

export function batchAnswer(
  batch: Batch,
  anchorer: Hex,
  packets: PacketQuery,
): Type.Static<typeof BatchAnswer> {
  const { index, root, count, from, to, sealedAtMs, state } = batch;
  const anchor = packets.anchorOf(batch);
  return {
    ...{ anchorer, index, root, count, from, to, sealedAtMs },
    stage: anchor ? 'anchored' : 'sealed',
    ...(state === 'conflict' && { conflict: true }),
    ...(anchor && { anchor }),
  };
}

export function nodeAnswer({
  description,
  describedAtMs,
  ...entry
}: NodeEntry): Type.Static<typeof LightNode> {
  const report = description === undefined ? undefined : readReport(description);
  return { ...entry, ...(report && { report, reportedAtMs: describedAtMs! }) };
}

export function transactionAnswer(tx: AnchorTx): Type.Static<typeof TransactionAnswer> {
  const { id: _id, raw: _raw, ...rest } = tx;
  return rest;
}

export function quarantineAnswer({
  message,
  payloadHash,
  ...refused
}: RefusedSenderMessage): Type.Static<typeof QuarantineAnswer> {
  const evidence = Buffer.from(message).toString('utf8');
  return { ...refused, payloadHash: toHex(payloadHash), evidence };
}

export function packetAnswer(
  packet: AcceptedPacket,
  anchorer: Hex,
  packets: PacketQuery,
): Type.Static<typeof PacketAnswer> {
  const { id, node, seq, receivedAt, payload, signature, payloadHash, messageHash, batch } = packet;
  const facts = { payload, signature, payloadHash, messageHash, node, seq, receivedAt };
  if (!batch) return { ...facts, stage: 'accepted' };
  const answer = batchAnswer(batch, anchorer, packets);
  return { ...facts, stage: answer.stage, leafIndex: id - batch.firstId, batch: answer };
}
