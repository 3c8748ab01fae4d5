import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { fromHex, type Hex } from './bytes.ts';
import { verifyProof } from './merkle.ts';
import { messageHashOf, payloadHashOf, signerOf } from './message.ts';
import type { NetworkFile } from './network.ts';
import { parsePayload } from './payload.ts';
import { Count, closed, Hash } from './payloads/common.ts';
import { isServiceMessage, SERVICE_MESSAGE_TYPES, ServiceId } from './payloads/service-message.ts';
import { ProofFile } from './proof.ts';
import { type ChainReader, type Outcome, verifyProof as verifyProofFile } from './verify.ts';

/** One message of the read ledger as `GET /v1/read-ledger` gives it. */
const LedgerMessage = Type.Object(
  {
    seq: Count,
    type: Type.Enum([...SERVICE_MESSAGE_TYPES]),
    payloadHash: Hash,
    messageHash: Hash,
    proof: Type.Optional(ProofFile),
    payload: Type.Optional(Type.String()),
    signature: Type.Optional(Type.String()),
    /** Only where its texts were erased: which message says so, and that its hash is in the root of that. */
    erased: Type.Optional(
      Type.Object(
        {
          erasure: Type.Optional(Count),
          leafIndex: Type.Optional(Count),
          count: Type.Optional(Count),
          proof: Type.Optional(Type.Array(Hash)),
        },
        closed,
      ),
    ),
  },
  closed,
);
export const LedgerFile = Type.Object(
  {
    network: Type.String(),
    sender: ServiceId,
    messages: Type.Array(LedgerMessage),
    next: Type.Optional(Count),
  },
  closed,
);
export type LedgerFile = Type.Static<typeof LedgerFile>;
export type LedgerMessage = Type.Static<typeof LedgerMessage>;

/** Where a ledger was known to end: an auditor keeps it, and asks the next time whether that is still so. */
export interface LedgerHead {
  seq: number;
  payloadHash: string;
}

export interface LedgerVerification {
  outcome: Outcome;
  /** What is wrong, each naming its message. */
  faults: string[];
  /** What could not be checked. */
  open: string[];
  messages: number;
  entries: number;
  /** Messages of which only hashes are left, as another message of the ledger says. */
  erased: number;
  /** Of these the newest, which are signed and in order, and not anchored yet. */
  pending: { messages: number; entries: number };
  head: LedgerHead | undefined;
}

const checker = Compile(LedgerFile);

/** Reads a file or an answer; the detail says what does not fit. Never throws. */
export function parseLedgerFile(
  text: string,
): { ok: true; ledger: LedgerFile } | { ok: false; detail: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (checker.Check(value)) return { ok: true, ledger: value };
    const [first] = checker.Errors(value);
    return { ok: false, detail: first ? `${first.instancePath || 'file'} ${first.message}` : 'does not fit' };
  } catch {
    return { ok: false, detail: 'not JSON' };
  }
}

/**
 * Checks that the messages of a service are all there, in order and as they were signed: numbers without gaps from 0,
 * each naming the hash of the one before, each signed by one key that the contract lists as a service, and each
 * anchored, but for the newest. An entry is in its message's signature, so one that was taken out breaks it; a whole message that was taken
 * out leaves a gap; one cut off at the end is missing where the auditor's own `known` head was. Never throws.
 */
export async function verifyReadLedger(
  { sender, messages }: Pick<LedgerFile, 'sender' | 'messages'>,
  network: NetworkFile,
  { chain, known }: { chain?: ChainReader; known?: LedgerHead } = {},
): Promise<LedgerVerification> {
  const faults: string[] = [];
  const open: string[] = [];
  let entries = 0;
  let head: LedgerHead | undefined;
  let signer: string | undefined;
  let erased = 0;
  let pending = { messages: 0, entries: 0 };
  const firstPending = messages.findLastIndex(({ proof, erased: gone }) => proof || gone) + 1;
  for (const [at, message] of messages.entries()) {
    const { seq, payloadHash } = message;
    const expected = head ? head.seq + 1 : 0;
    if (seq !== expected) faults.push(gapOf(seq, expected));
    if (message.erased) {
      const fault = erasureFault(message, messages);
      if (fault?.isFinal) faults.push(`message ${seq}: ${fault.text}`);
      else if (fault) open.push(`message ${seq}: ${fault.text}`);
      else erased++;
      head = { seq, payloadHash };
      continue;
    }
    const read = readMessage(message, sender, network);
    if (!read.ok) faults.push(`message ${seq}: ${read.fault}`);
    else {
      if (seq === expected && head && read.prev !== head.payloadHash)
        faults.push(
          `message ${seq} follows ${read.prev}; message ${head.seq} is ${head.payloadHash}: one was exchanged`,
        );
      // Whether the contract lists a key, only a proof tells.
      if (signer && read.signer !== signer && !message.proof)
        faults.push(`message ${seq} is signed by ${read.signer}, and those before by ${signer}`);
      signer = read.signer;
      entries += read.entries;
      if (at >= firstPending)
        pending = { messages: pending.messages + 1, entries: pending.entries + read.entries };
    }
    if (message.proof) await checkProof(message, network, chain, { faults, open });
    else if (at < firstPending) open.push(`message ${seq} is not anchored, and one after it is`);
    if (known?.seq === seq && known.payloadHash !== payloadHash)
      faults.push(`message ${seq} is ${payloadHash}; it was ${known.payloadHash} before: it was exchanged`);
    head = { seq, payloadHash };
  }
  if (known && (head?.seq ?? -1) < known.seq)
    faults.push(
      `the ledger ends with message ${head?.seq ?? 'none'}; message ${known.seq} was there before: it was cut off`,
    );
  const outcome = faults.length > 0 ? 'failed' : open.length > 0 ? 'incomplete' : 'verified';
  return { outcome, faults, open, messages: messages.length, entries, erased, pending, head };
}

function gapOf(seq: number, expected: number): string {
  if (seq < expected)
    return `message ${seq} stands behind message ${expected - 1}: it is there twice, or out of order`;
  const last = seq - 1;
  const which = last === expected ? `message ${expected} is` : `messages ${expected} to ${last} are`;
  return `${which} missing: taken out, or never given`;
}

/** Whether a message that has no texts any more is one that an erasure names: by its hash in the root of that. */
function erasureFault(
  { messageHash, erased = {} }: LedgerMessage,
  messages: LedgerMessage[],
): { text: string; isFinal: boolean } | undefined {
  const { erasure, leafIndex, count, proof } = erased;
  if (erasure === undefined || leafIndex === undefined || count === undefined || !proof)
    return { text: 'it was erased, and the message that says so is not there yet', isFinal: false };
  const said = messages.find(({ seq }) => seq === erasure);
  const payload = said?.proof?.packet.payload ?? said?.payload;
  const parsed = payload === undefined ? undefined : parsePayload(payload);
  if (!parsed?.ok || parsed.payload.type !== 'erasure')
    return { text: `it is said to be erased by message ${erasure}, which is no erasure`, isFinal: true };
  const root = parsed.payload.root as Hex;
  if (verifyProof(fromHex(messageHash), proof as Hex[], root, { leafIndex, count })) return undefined;
  return { text: `the erasure of message ${erasure} does not name it: it was taken out`, isFinal: true };
}

type ReadMessage = { ok: true; prev: string; signer: string; entries: number } | { ok: false; fault: string };

/** What a message says of itself, where its hashes, form and signature are right. */
function readMessage(message: LedgerMessage, sender: string, network: NetworkFile): ReadMessage {
  const { payload, signature } = message.proof?.packet ?? message;
  if (payload === undefined || signature === undefined) return { ok: false, fault: 'it has no payload' };
  if (payloadHashOf(payload) !== message.payloadHash) return { ok: false, fault: 'its payload was changed' };
  if (messageHashOf({ payload, signature: signature as Hex }) !== message.messageHash)
    return { ok: false, fault: 'its signature was changed' };
  const parsed = parsePayload(payload);
  if (!parsed.ok) return { ok: false, fault: `${parsed.reason}: ${parsed.detail}` };
  const said = parsed.payload;
  if (!isServiceMessage(said) || said.sender !== sender)
    return { ok: false, fault: `it is no message of ${sender}` };
  if (said.seq !== message.seq) return { ok: false, fault: `it was signed as message ${said.seq}` };
  if (said.network !== network.network)
    return { ok: false, fault: `it is of network "${said.network}"; you trust "${network.network}"` };
  const signer = signerOf({ payload, signature: signature as Hex });
  if (!signer) return { ok: false, fault: 'no key can have made its signature' };
  return { ok: true, prev: said.prev, signer, entries: said.type === 'read-ledger' ? said.reads.length : 0 };
}

async function checkProof(
  { seq, proof }: LedgerMessage,
  network: NetworkFile,
  chain: ChainReader | undefined,
  { faults, open }: { faults: string[]; open: string[] },
): Promise<void> {
  const { checks, outcome } = await verifyProofFile(proof!, network, chain);
  for (const { name, result, reason } of checks) {
    if (result === 'fail') faults.push(`message ${seq}, ${name}: ${reason}`);
    // On a development network nobody seals blocks: the outcome of the proof has excused that.
    if (result === 'not-checked' && outcome === 'incomplete' && name !== 'finality')
      open.push(`message ${seq}, ${name}: ${reason}`);
  }
}
