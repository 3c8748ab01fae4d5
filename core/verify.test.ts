import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BindingAnswer } from './binding.ts';
import type { Hex } from './bytes.ts';
import { CHECKS } from './checks/check.ts';
import { LISTED } from './commitment.ts';
import { AccessLayerError } from './errors.ts';
import { type NetworkFile, parseNetworkFile } from './network.ts';
import type { ProofFile } from './proof.ts';
import { readVectors } from './vectors.test-input.ts';
import { type Anchoring, type ChainReader, type Verification, verifyProofFile } from './verify.ts';

interface ProofVector {
  network: NetworkFile;
  proof: ProofFile;
  chain: {
    chainId: number;
    genesisHash: Hex;
    binding: BindingAnswer;
    commitment: Hex;
    slot: Hex;
    block: { number: number; timestampMs: number; transactions: Hex[] };
  };
}

const [vector] = readVectors<ProofVector[]>('proofs') as [ProofVector];
const { network, proof } = vector;

/** A transaction of the same block that anchored nothing. */
const SET_UP = `0x${'22'.repeat(32)}`;

function anchoringOf(block: ProofVector['chain']['block'], anchored: Anchoring['anchored']): Anchoring {
  const { blockHash } = proof.anchor;
  return { blockNumber: block.number, blockHash: blockHash as Hex, blockTimeMs: block.timestampMs, anchored };
}

/** Answers as the chain of the golden file does: what was never bound or anchored is unknown. */
function chainOf(change: Partial<ProofVector['chain']> = {}): ChainReader {
  const chain = { ...vector.chain, ...change };
  const nothing: BindingAnswer = {
    valid: false,
    kind: 'none',
    from: 0,
    until: 0,
    revokedAt: 0,
    compromisedSince: 0,
  };
  return {
    chainId: async () => chain.chainId,
    genesisHash: async () => chain.genesisHash,
    bindingAt: async (key, commitment, timeMs) => {
      if (key !== proof.binding.key) return nothing;
      if (commitment !== chain.commitment) return { ...nothing, kind: chain.binding.kind };
      return { ...chain.binding, valid: chain.binding.valid && timeMs >= chain.binding.from };
    },
    anchorSlot: async (anchorer, index) =>
      anchorer === proof.batch.anchorer && index === proof.batch.index ? chain.slot : `0x${'00'.repeat(32)}`,
    anchoring: async (txHash) => {
      if (txHash === SET_UP) return anchoringOf(chain.block, []);
      if (!chain.block.transactions.includes(txHash as Hex)) return undefined;
      return anchoringOf(chain.block, [{ ...proof.batch }]);
    },
  };
}

async function verify(value: unknown, chain?: ChainReader, trusted = network): Promise<Verification> {
  const result = await verifyProofFile(
    typeof value === 'string' ? value : JSON.stringify(value),
    trusted,
    chain,
  );
  assert.notEqual(result.outcome, 'unreadable');
  return result as Verification;
}

function resultOf({ checks }: Verification, name: string): string {
  return checks.find((check) => check.name === name)!.result;
}

test('the golden proof is verified, each check with a reason, finality excused aloud', async () => {
  const verification = await verify(proof, chainOf());
  assert.equal(verification.outcome, 'verified', JSON.stringify(verification, null, 1));
  assert.deepEqual(
    verification.checks.map(({ name }) => name),
    [...CHECKS],
  );
  assert.ok(verification.checks.every(({ reason }) => reason.length > 10));
  assert.equal(resultOf(verification, 'finality'), 'not-checked');
  assert.match(verification.warnings.join(), /development network/);
});

test('without a chain, what only the chain can say is not checked, and the answer is not verified', async () => {
  const verification = await verify(proof);
  assert.equal(verification.outcome, 'incomplete');
  const open = verification.checks.filter(({ result }) => result === 'not-checked').map(({ name }) => name);
  assert.deepEqual(open, ['binding', 'validity', 'anchor', 'timeliness', 'finality']);
});

test('on a QBFT network finality is not excused', async () => {
  const verification = await verify(proof, chainOf(), { ...network, consensus: 'qbft' });
  assert.equal(verification.outcome, 'incomplete');
});

test('a chain that does not answer, or is another chain, leaves checks open', async () => {
  const silent: ChainReader = {
    ...chainOf(),
    chainId: async () => {
      throw new AccessLayerError({ code: 'CHAIN_UNREACHABLE', message: 'connection refused' });
    },
  };
  assert.equal((await verify(proof, silent)).outcome, 'incomplete');
  assert.equal((await verify(proof, chainOf({ chainId: 1 }))).outcome, 'incomplete');
  assert.equal((await verify(proof, chainOf({ genesisHash: `0x${'11'.repeat(32)}` }))).outcome, 'incomplete');
});

const cases: [string, string, Partial<ProofVector['chain']>, ((changed: ProofFile) => void)?][] = [
  ['format', 'another network', {}, (p) => (p.packet.payload = p.packet.payload.replace('test-1', 'test-2'))],
  ['identity', 'another key', {}, (p) => (p.binding.key = `0x${'11'.repeat(20)}`)],
  ['binding', 'another PoD', {}, (p) => (p.binding.podCode = 'IT002E00000002')],
  ['binding', 'a salt that does not open', {}, (p) => (p.binding.salt = `0x${'11'.repeat(32)}`)],
  ['binding', 'a begin that the registry does not hold', {}, (p) => (p.binding.from += 1)],
  ['binding', 'an end that the registry does not hold', {}, (p) => (p.binding.until = p.binding.from + 1)],
  ['binding', 'another kind', {}, (p) => (p.binding.kind = 'party')],
  ['validity', 'received before the binding', {}, (p) => (p.leaf.receivedAt = p.binding.from - 1)],
  ['validity', 'a revoked key', { binding: { ...vector.chain.binding, valid: false, revokedAt: 1 } }],
  ['inclusion', 'another time of receipt', {}, (p) => (p.leaf.receivedAt += 1)],
  ['inclusion', 'a leaf index that no proof of this length has', {}, (p) => (p.batch.count = 2)],
  ['anchor', 'another root on the chain', { slot: `0x${'11'.repeat(32)}` }],
  ['anchor', 'another contract', {}, (p) => (p.anchor.contract = `0x${'11'.repeat(20)}`)],
  ['anchor', 'another chain id', {}, (p) => (p.anchor.chainId = 1)],
  ['timeliness', 'received after the window', {}, (p) => (p.leaf.receivedAt = p.batch.to + 1)],
  ['timeliness', 'a block of long before', { block: { ...vector.chain.block, timestampMs: 0 } }],
  ['timeliness', 'another transaction', {}, (p) => (p.anchor.txHash = `0x${'11'.repeat(32)}`)],
  [
    'timeliness',
    'a transaction of the chain that anchored something else',
    {},
    (p) => (p.anchor.txHash = SET_UP),
  ],
  ['timeliness', 'another block', {}, (p) => (p.anchor.blockHash = `0x${'11'.repeat(32)}`)],
];

for (const [name, what, chain, change] of cases) {
  test(`${name} fails for ${what}`, async () => {
    const changed = structuredClone(proof);
    change?.(changed);
    const verification = await verify(changed, chainOf(chain));
    assert.equal(resultOf(verification, name), 'fail');
    assert.equal(verification.outcome, 'failed');
  });
}

test('a suspected compromise is a warning, not a failure', async () => {
  const binding = { ...vector.chain.binding, compromisedSince: 1_768_471_000_000 };
  const verification = await verify(proof, chainOf({ binding }));
  assert.equal(verification.outcome, 'verified');
  assert.match(verification.warnings.join(), /suspicion/);
});

/** Fields in which every bit counts. The leaf's index is not among them: a proof shows membership, not position. */
const FIELDS: ((p: ProofFile) => [object, string])[] = [
  (p) => [p.packet, 'payload'],
  (p) => [p.packet, 'signature'],
  (p) => [p.leaf, 'receivedAt'],
  (p) => [p.batch, 'root'],
  (p) => [p.batch.proof, String(Math.floor(random() * p.batch.proof.length))],
  (p) => [p.batch, 'anchorer'],
  (p) => [p.batch, 'index'],
  (p) => [p.batch, 'count'],
  (p) => [p.batch, 'from'],
  (p) => [p.batch, 'to'],
  (p) => [p.binding, 'key'],
  (p) => [p.binding, 'node'],
  (p) => [p.binding, 'podCode'],
  (p) => [p.binding, 'meterId'],
  (p) => [p.binding, 'salt'],
  (p) => [p.binding, 'from'],
  (p) => [p.anchor, 'txHash'],
  (p) => [p.anchor, 'blockHash'],
  (p) => [p.anchor, 'blockNumber'],
];

let seed = 20260115;
function random(): number {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; // the same changes in every run
  return seed / 2 ** 32;
}

function flipBit(value: unknown): unknown {
  if (typeof value === 'number') return value % 2 === 0 ? value + 1 : value - 1;
  const bytes = Buffer.from(String(value));
  const at = Math.floor(random() * bytes.length);
  bytes[at]! ^= 1 << Math.floor(random() * 7); // the eighth bit would leave UTF-8
  return bytes.toString('utf8');
}

test('one changed bit anywhere is detected: 1,000 random changes of a whole proof', async () => {
  for (let round = 0; round < 1000; round++) {
    const changed = structuredClone(proof);
    const [holder, key] = FIELDS[round % FIELDS.length]!(changed);
    const values = holder as Record<string, unknown>;
    const before = values[key];
    values[key] = flipBit(before);
    const result = await verifyProofFile(JSON.stringify(changed), network, chainOf());
    assert.ok(
      result.outcome === 'failed' || result.outcome === 'unreadable',
      `${key}: ${before} -> ${values[key]} gave ${result.outcome}`,
    );
  }
});

test('a file that is no proof is unreadable, and says why', async () => {
  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"accessLayerProof":2}',
    JSON.stringify({ ...proof, extra: 1 }),
  ]) {
    const result = await verifyProofFile(text, network, chainOf());
    assert.equal(result.outcome, 'unreadable', text.slice(0, 40));
    assert.ok('detail' in result && result.detail.length > 3);
  }
});

test('a file that says two things at once is unreadable', async () => {
  const text = JSON.stringify(proof);
  const twice = text.replace(
    '"packet":',
    `"packet":${JSON.stringify({ payload: 'a lie', signature: '0x' })},"packet":`,
  );
  const escaped = text.replace('"packet":', '"pack\\u0065t":{},"packet":');
  for (const file of [twice, escaped, text.padEnd(2_000_001)]) {
    assert.equal((await verifyProofFile(file, network, chainOf())).outcome, 'unreadable');
  }
  assert.equal(
    (await verify(JSON.stringify(proof, null, 2), chainOf())).outcome,
    'verified',
    'white space is fine',
  );
});

test('a listed key vouches for no meter: naming one fails', async () => {
  const setPoint = readVectors<{ name: string; payload: string; signature: Hex; signer: Hex }[]>(
    'messages',
  ).find(({ name }) => name === 'set-point')!;
  const listed = { ...proof.binding, kind: 'set-point-signer', key: setPoint.signer };
  const empty = { ...listed, node: '', podCode: '', meterId: '', salt: LISTED };
  const chain: ChainReader = {
    ...chainOf(),
    bindingAt: async (_key, commitment) => ({
      ...vector.chain.binding,
      kind: 'set-point-signer',
      from: commitment === LISTED ? proof.binding.from : 0,
    }),
  };
  const packet = { payload: setPoint.payload, signature: setPoint.signature };
  const check = async (binding: object) =>
    resultOf(await verify({ ...proof, packet, binding }, chain), 'binding');
  assert.equal(await check(empty), 'pass');
  assert.equal(await check(listed), 'fail');
  assert.equal(await check({ ...empty, podCode: 'IT002E00000009' }), 'fail');
  assert.equal(await check({ ...empty, salt: proof.binding.salt }), 'fail');
});

test('a network file is checked to the letter', () => {
  assert.ok(parseNetworkFile(JSON.stringify(network)).ok);
  for (const text of [
    '',
    '{}',
    JSON.stringify({ ...network, extra: 1 }),
    JSON.stringify({ ...network, chainId: '1' }),
  ]) {
    assert.ok(!parseNetworkFile(text).ok);
  }
});
