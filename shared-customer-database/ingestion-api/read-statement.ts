import type { Hex } from '@access-layer/core/bytes';
import { isSignatureText, messageHashOf, payloadHashOf, signerOf } from '@access-layer/core/message';
import { parsePayload } from '@access-layer/core/payload';
import type { SetPoint } from '@access-layer/core/payloads/set-point';
import { isStatement, type Statement } from '@access-layer/core/payloads/statement';
import type { Caller } from '@access-layer/kit/token';
import type { NewStatement } from '../registry.ts';
import { ingestionError } from './errors.ts';
import { requireRule } from './kinds.ts';
import { checkMarketRules } from './market-rules.ts';
import type { IngestionSources } from './sources.ts';

export const STATEMENTS_TOPIC = 'statements';
export type RecordedType = Statement['type'] | 'set-point';

interface Signed {
  payload: string;
  signature: string;
}

/**
 * Reads a signed message of the market or a set-point: its form, its network, the right of the caller to hand it in, and
 * that the registered key of its sender signed it. Its place in the sender's chain is checked when it is added.
 * @throws AccessLayerError that says what is wrong
 */
export async function readStatement(
  sources: IngestionSources,
  caller: Caller,
  type: RecordedType,
  { payload, signature }: Signed,
): Promise<NewStatement> {
  const said = parse(sources, type, payload);
  const message = { payload, signature: signature as Hex };
  const signer = isSignatureText(signature) ? signerOf(message) : undefined;
  if (!signer)
    throw ingestionError('SCD_BAD_SIGNATURE', 'no key can have made this signature of this payload');
  const statement = isStatement(said) ? ofStatement(said) : ofSetPoint(said, caller);
  const { sender, recipients } = statement;
  await requireRule(sources.access, caller, 'create', {
    type: 'Statement',
    statementType: type,
    sender,
    recipients,
  });
  await checkNames(sources, statement);
  await checkSigner(sources, type, sender, signer);
  if (isStatement(said)) await checkMarketRules(sources, caller, said);
  return {
    ...statement,
    type,
    issuedAt: Date.parse(said.issuedAt),
    payload,
    signature,
    payloadHash: payloadHashOf(payload),
    messageHash: messageHashOf(message),
    outbox: { topic: STATEMENTS_TOPIC, key: statement.key, value: JSON.stringify({ payload, signature }) },
  };
}

function parse({ network }: IngestionSources, type: RecordedType, payload: string): Statement | SetPoint {
  const parsed = parsePayload(payload);
  const refuse = (message: string) => ingestionError('SCD_STATEMENT_REFUSED', message, { field: 'payload' });
  if (!parsed.ok) throw refuse(`${parsed.reason}: ${parsed.detail}`);
  const said = parsed.payload;
  if (said.type !== type)
    throw refuse(`the payload is of type "${said.type}"; this is the place of "${type}"`);
  if (said.network !== network)
    throw refuse(`wrong-network: signed for "${said.network}"; this is "${network}"`);
  return said as Statement | SetPoint;
}

type Placed = Pick<
  NewStatement,
  'chain' | 'chained' | 'sender' | 'id' | 'seq' | 'prev' | 'recipients' | 'pods' | 'from' | 'until'
> & { key: string };

function ofStatement(said: Statement): Placed {
  const { sender, id, seq, prev, recipients } = said;
  const pods = 'pod' in said ? [said.pod] : 'pods' in said ? (said.pods ?? []) : [];
  const period =
    'from' in said ? { from: Date.parse(said.from), until: Date.parse(said.until) } : { from: 0, until: 0 };
  return { chain: sender, chained: true, sender, id, seq, prev, recipients, pods, ...period, key: sender };
}

/** A set-point names no sender: it is the DSO's for whom the caller acts. Its numbers rise per PoD, with gaps. */
function ofSetPoint({ id, pod, seq, from, until }: SetPoint, caller: Caller): Placed {
  const period = { from: Date.parse(from), until: Date.parse(until) };
  const sender = caller.party ?? '';
  return {
    chain: `set-points ${pod}`,
    chained: false,
    sender,
    id,
    seq,
    recipients: [],
    pods: [pod],
    ...period,
    key: pod,
  };
}

async function checkNames({ registry }: IngestionSources, { recipients, pods }: Placed): Promise<void> {
  for (const recipient of recipients) {
    if (await registry.get('party', recipient)) continue;
    throw ingestionError('SCD_UNKNOWN_REFERENCE', `recipients: there is no party "${recipient}"`, {
      field: 'recipients',
    });
  }
  for (const pod of pods) {
    if (await registry.get('pod', pod)) continue;
    throw ingestionError('SCD_UNKNOWN_REFERENCE', `there is no pod "${pod}"`, { field: 'pods' });
  }
}

async function checkSigner(
  { registry, keyListed }: IngestionSources,
  type: RecordedType,
  sender: string,
  signer: Hex,
): Promise<void> {
  const kind = type === 'set-point' ? 'set-point-signer' : 'party';
  if (kind === 'party') {
    const key = (await registry.get('party', sender))?.document.key;
    if (key !== signer) {
      const registered = key
        ? `the registered key of ${sender} is ${key}`
        : `${sender} has no registered key`;
      throw ingestionError('SCD_WRONG_SIGNER', `signed by ${signer}; ${registered}`, { field: 'signature' });
    }
  }
  const listed = await keyListed(signer, kind, Date.now()).catch((cause: unknown) => {
    throw Object.assign(ingestionError('SCD_KEYS_UNKNOWN', 'the key registry cannot be read at the moment'), {
      cause,
    });
  });
  if (listed) return;
  throw ingestionError('SCD_WRONG_SIGNER', `the contract does not list ${signer} as a valid ${kind}`, {
    field: 'signature',
  });
}
