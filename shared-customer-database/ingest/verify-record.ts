import type { Hex } from '@access-layer/core/bytes';
import { instantsOf } from '@access-layer/core/erasure';
import { messageOf } from '@access-layer/core/errors';
import { leafOf } from '@access-layer/core/leaf';
import { verifyProof } from '@access-layer/core/merkle';
import { messageHashOf, payloadHashOf, type SignedMessage, signerOf } from '@access-layer/core/message';
import { isPacket, type Packet, type PayloadFault, parsePayload } from '@access-layer/core/payload';
import { CertifiedRecord, ErasedRecord } from '@access-layer/core/record';
import { isSenderMessage, type SenderMessage } from '@access-layer/core/sender-chain';
import { formatTime } from '@access-layer/core/time';
import { Compile } from 'typebox/compile';
import type { QuarantineReason, QuarantineSubject } from '../ledger/quarantined.ts';
import { hexOf } from '../sql-hex.ts';
import type { ProofCheck } from './proof-check.ts';
import type { VerifiedRecord, VerifiedStatement } from './verified-record.ts';
import { verifyErased } from './verify-erased.ts';
import { statementSubject, toStatement } from './verify-statement.ts';

export interface RecordRules {
  network: string;
  podPattern: RegExp;
}

export type RecordVerdict =
  | { ok: true; record: VerifiedRecord | VerifiedStatement }
  | { ok: false; reason: QuarantineReason; detail: string; about: QuarantineSubject };

const checker = Compile(CertifiedRecord);
const erasedChecker = Compile(ErasedRecord);

/**
 * Checks a record of the stream `packets` by itself, as if nobody had before: its form, the payload's one spelling, the
 * network, the signature, and that packet and time of receipt lead to the root of its batch. Never throws. `includes` may
 * remember paths that it has checked.
 */
export function verifyRecord(
  text: string,
  rules: RecordRules,
  includes: ProofCheck = verifyProof,
): RecordVerdict {
  try {
    return check(text, rules, includes);
  } catch (error) {
    return { ok: false, reason: 'unverifiable', detail: messageOf(error), about: {} };
  }
}

function check(text: string, { network, podPattern }: RecordRules, includes: ProofCheck): RecordVerdict {
  const value = parseJson(text);
  if (!checker.Check(value)) {
    if (erasedChecker.Check(value)) return verifyErased(value, podPattern, includes);
    const [first] = checker.Errors(value);
    const detail = first ? `${first.instancePath || 'record'} ${first.message}` : 'does not fit its form';
    return { ok: false, reason: 'malformed-record', detail, about: {} };
  }
  const { anchorer, index, root } = value.batch;
  const parsed = parseSigned(value.payload);
  const about = {
    anchorer,
    index,
    root,
    ...(parsed.ok ? { ...subjectOf(parsed.payload), payloadHash: payloadHashOf(value.payload) } : {}),
  } as QuarantineSubject;
  if (!parsed.ok) return { ok: false, reason: parsed.reason, detail: parsed.detail, about };
  const said = parsed.payload;
  if (said.network !== network) {
    return {
      ok: false,
      reason: 'wrong-network',
      detail: `"${said.network}"; expected "${network}"`,
      about,
    };
  }
  if ('pod' in said && !podPattern.test(said.pod)) {
    return {
      ok: false,
      reason: 'malformed',
      detail: `pod "${said.pod}" does not fit ${podPattern.source}`,
      about,
    };
  }
  const message = { payload: value.payload, signature: value.signature as Hex };
  const signer = signerOf(message);
  if (!signer) {
    return {
      ok: false,
      reason: 'bad-signature',
      detail: 'no key can have made it, or it is not low-s',
      about,
    };
  }
  const messageHash = messageHashOf(message);
  const leaf = leafOf(messageHash, value.receivedAt);
  if (includes(leaf, value.batch.proof as Hex[], root as Hex, value.batch)) {
    const checked = { signer, payloadHash: about.payloadHash!, messageHash, leaf: hexOf(leaf) };
    const record = isPacket(said)
      ? toRecord(said, message, value, checked)
      : toStatement(said, value, checked);
    return { ok: true, record };
  }
  const detail = `message and time of receipt do not lead to root ${root} as leaf ${value.batch.leafIndex} of ${value.batch.count}`;
  return { ok: false, reason: 'not-included', detail, about };
}

/** Everything that goes through the log: packets, and what parties, services and the DSO Technical Platform sign. */
function parseSigned(
  text: string,
): { ok: true; payload: Packet | SenderMessage } | { ok: false; reason: PayloadFault; detail: string } {
  const parsed = parsePayload(text);
  if (!parsed.ok) return parsed;
  const { payload } = parsed;
  if (isPacket(payload) || isSenderMessage(payload)) return { ok: true, payload };
  return { ok: false, reason: 'malformed', detail: `type is "${payload.type}"; that is not anchored` };
}

function toRecord(
  packet: Packet,
  message: SignedMessage,
  { receivedAt, batch }: CertifiedRecord,
  checked: { signer: Hex; payloadHash: Hex; messageHash: Hex; leaf: Hex },
): VerifiedRecord {
  const times = instantsOf(packet);
  const fromMs = Math.min(...times);
  const { anchorer, index, root, count, leafIndex, proof } = batch;
  return {
    pod: packet.pod,
    node: packet.node,
    seq: packet.seq,
    meter: packet.meter,
    role: packet.type === 'measurement' ? packet.role : undefined,
    type: packet.type,
    payload: message.payload,
    signature: message.signature,
    ...checked,
    prev: packet.prev as Hex,
    signedAtMs: Date.parse(packet.signedAt),
    receivedAtMs: receivedAt,
    day: formatTime(fromMs).slice(0, 10),
    fromMs,
    toMs: Math.max(...times),
    readingTimesMs: packet.type === 'measurement' ? times : [],
    batch: { anchorer: anchorer as Hex, index, root: root as Hex, count, leafIndex },
    siblings: `0x${proof.map((sibling) => sibling.slice(2)).join('')}`,
  };
}

function subjectOf(said: Packet | SenderMessage): QuarantineSubject {
  if (!isPacket(said)) return statementSubject(said);
  const { pod, node, meter, seq } = said;
  return { pod, node, meter, seq, timeMs: Math.min(...instantsOf(said)) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
