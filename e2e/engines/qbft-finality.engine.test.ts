import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createChainClient } from '@access-layer/contracts/chain-client';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import { qbftHeaderRlp } from '@access-layer/contracts/header-rlp';
import { type Hex, toHex } from '@access-layer/core/bytes';
import type { NetworkFile } from '@access-layer/core/network';
import type { ProofFile } from '@access-layer/core/proof';
import { EXTRA_DATA, parseHeader } from '@access-layer/core/sealed-chain/block-header';
import { createValidatorFollower } from '@access-layer/core/sealed-chain/follow-validators';
import { qbftExtraOf, qbftHash, quorumOf, sealersOf } from '@access-layer/core/sealed-chain/qbft-seals';
import { type Verification, verifyProof } from '@access-layer/core/verify';
import quorum, { type RunningQuorum } from '@access-layer/engines/quorum';
import { rpc } from '@access-layer/engines/rpc';
import { toRlp } from 'viem';
import { certifyOnQbft } from './certified-on-qbft.ts';
import { needEngine } from './need-engine.ts';

const BLOCKS = 215;

const chain = await needEngine((options) => quorum.start({ ...options, validators: 4, spares: 1 }));

test('finality on a QBFT chain whose validators change and fail', { skip: !chain }, async (t) => {
  if (!chain) return;
  const [first] = chain.nodes;
  const { network, bare, proof } = await certifyOnQbft(first!.rpcUrl);

  await t.test('a proof is verified with nobody asked, and with a node asked', async () => {
    const alone = await verifyProof(proof, network);
    assert.equal(alone.outcome, 'verified', JSON.stringify(alone, null, 1));
    const node = createChainReader({
      ...{ rpcUrl: first!.rpcUrl, registry: network.registry as Hex },
      anchorContract: network.anchorContract as Hex,
    });
    const asked = await verifyProof(proof, network, node);
    assert.equal(asked.outcome, 'verified', JSON.stringify(asked, null, 1));
    assert.equal((await verifyProof(bare, network, node)).outcome, 'incomplete');
    assert.equal((await verifyProof(bare, network)).outcome, 'incomplete');
  });

  await t.test('a chain part that was changed anywhere, and one of others, is no proof', () =>
    refuseChanges(proof, network),
  );

  const headers = await liveThrough(chain, (line) => t.diagnostic(line));

  await t.test(`${headers.length} headers hash to what the node says, sealed by their validators`, () =>
    checkHeaders(headers, (line) => t.diagnostic(line)),
  );

  await t.test('the pinned set follows the votes, and only the votes', () => followVotes(headers, network));

  await t.test('the command moves a network file forward', () => advanceFile(chain, network));
});

function resultOf({ checks }: Verification, name: string): string {
  return checks.find((check) => check.name === name)!.result;
}

async function refuseChanges(proof: ProofFile, network: NetworkFile): Promise<void> {
  const chain = proof.chain!;
  let tried = 0;
  const refused = async (changed: ProofFile['chain'], check: string, pinned = network) => {
    const verification = await verifyProof({ ...proof, chain: changed! }, pinned);
    assert.notEqual(verification.outcome, 'verified', `${check} ${tried}`);
    if (check) assert.equal(resultOf(verification, check), 'fail', JSON.stringify(verification, null, 1));
    tried++;
  };
  for (let i = 0; i < 200; i++) await refused({ ...chain, header: flipped(chain.header, i) }, '');
  for (const part of ['anchor', 'registry'] as const) {
    const check = part === 'anchor' ? 'anchor' : 'binding';
    for (const [n, node] of chain[part].accountProof.entries()) {
      const accountProof = chain[part].accountProof.with(n, flipped(node, n));
      await refused({ ...chain, [part]: { ...chain[part], accountProof } }, check);
    }
    for (const [s, entry] of chain[part].storageProof.entries()) {
      for (const [n, node] of entry.proof.entries()) {
        const storageProof = chain[part].storageProof.with(s, {
          ...entry,
          proof: entry.proof.with(n, flipped(node, n)),
        });
        await refused({ ...chain, [part]: { ...chain[part], storageProof } }, check);
      }
      const without = chain[part].storageProof.toSpliced(s, 1);
      await refused({ ...chain, [part]: { ...chain[part], storageProof: without } }, check);
    }
  }
  const strangers = [
    {
      fromBlock: 0,
      addresses: chain.header
        .match(/../g)!
        .slice(0, 4)
        .map(() => strange()),
    },
  ];
  await refused(chain, 'finality', { ...network, validators: strangers });
  await refused(chain, 'finality', { ...network, validators: [] });
  const development = await verifyProof(proof, { ...network, consensus: 'development', validators: [] });
  assert.equal(
    resultOf(development, 'anchor'),
    'not-checked',
    'a header that nobody vouches for proves nothing',
  );
}

let strangers = 0;
function strange(): string {
  return `0x${(++strangers).toString(16).padStart(40, '0')}`;
}

/** One bit of a text of bytes changed, at a place that depends on `seed`. */
function flipped(text: string, seed: number): string {
  const at = 2 + ((seed * 7919 + 11) % (text.length - 2));
  return text.slice(0, at) + (Number.parseInt(text[at]!, 16) ^ 1).toString(16) + text.slice(at + 1);
}

/** Votes a fifth validator in and the first out, and stops one for a while, so that rounds above 0 are needed. */
async function liveThrough(
  { nodes }: RunningQuorum,
  say: (line: string) => void,
): Promise<{ rlp: Hex; hash: Hex }[]> {
  const [out, watched, , failing, spare] = nodes;
  const propose = (address: Hex, add: boolean, voters: RunningQuorum['nodes']) =>
    Promise.all(voters.map(({ rpcUrl }) => rpc(rpcUrl, 'istanbul_propose', [address, add])));
  const setAt = async () => rpc<Hex[]>(watched!.rpcUrl, 'istanbul_getValidators', ['latest']);
  await propose(spare!.address, true, nodes.slice(0, 4));
  await until(async () => (await setAt()).length === 5, 'the fifth validator is in');
  say('a fifth validator was voted in');
  await failing!.kill();
  const height = async () => Number(await rpc<Hex>(watched!.rpcUrl, 'eth_blockNumber'));
  const before = await height();
  await until(async () => (await height()) > before + 8, 'blocks go on without one of five');
  await failing!.restart();
  say('one of five was down for a while');
  await propose(out!.address, false, nodes.slice(1));
  await until(async () => !(await setAt()).some((each) => each.toLowerCase() === out!.address), 'one is out');
  say('the first validator was voted out');
  await until(async () => (await height()) >= BLOCKS, `block ${BLOCKS}`);
  const client = createChainClient({ rpcUrl: watched!.rpcUrl });
  const headers: { rlp: Hex; hash: Hex }[] = [];
  for (let number = 0; number <= BLOCKS; number++) {
    const { hash } = await rpc<{ hash: Hex }>(watched!.rpcUrl, 'eth_getBlockByNumber', [
      `0x${number.toString(16)}`,
      false,
    ]);
    headers.push({ rlp: await qbftHeaderRlp(client, number), hash });
  }
  return headers;
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 540_000;
  while (!(await holds().catch(() => false))) {
    assert.ok(performance.now() < deadline, `${what}: not within 9 minutes`);
    await delay(200);
  }
}

function checkHeaders(headers: { rlp: Hex; hash: Hex }[], say: (line: string) => void): void {
  const rounds = new Map<number, number>();
  const sets = new Set<string>();
  let refused = 0;
  for (const { rlp, hash } of headers.slice(1)) {
    const header = parseHeader(rlp)!;
    const extra = qbftExtraOf(header)!;
    const enough = (seals: Uint8Array[], round = extra.items[3]!) => {
      const items = extra.items.with(3, round).with(4, seals);
      const sealers = sealersOf(header, { ...extra, items, seals });
      return extra.validators.filter((each) => sealers.has(each)).length >= quorumOf(extra.validators.length);
    };
    assert.equal(qbftHash(header, extra), hash);
    assert.ok(enough(extra.seals), `block ${header.number}`);
    const short = extra.seals.slice(0, quorumOf(extra.validators.length) - 1);
    assert.equal(enough(short), false, 'a seal is missing');
    assert.equal(enough([...short, short[0]!]), false, 'a seal stands there twice');
    assert.equal(enough(extra.seals, Uint8Array.of(extra.round + 1)), false, 'another round');
    const otherRoot = { ...header, fields: header.fields.with(3, new Uint8Array(32)) };
    const sealers = sealersOf(otherRoot, extra);
    assert.equal(extra.validators.filter((each) => sealers.has(each)).length, 0, 'another state root');
    refused += 4;
    rounds.set(extra.round, (rounds.get(extra.round) ?? 0) + 1);
    sets.add(extra.validators.toSorted().join());
  }
  assert.ok(sets.size >= 3, 'validators changed twice');
  assert.ok(
    [...rounds.keys()].some((round) => round > 0),
    'a round above 0 was needed',
  );
  say(
    `${headers.length - 1} blocks, ${sets.size} sets of validators, ` +
      `rounds ${[...rounds].map(([round, count]) => `${round}: ${count}`).join(', ')}; ${refused} forgeries refused`,
  );
}

function followVotes(headers: { rlp: Hex; hash: Hex }[], network: NetworkFile): void {
  const follower = createValidatorFollower(network, 0);
  for (const { rlp } of headers) assert.deepEqual(follower.offer(rlp), { ok: true });
  const told = headers.map(({ rlp }) => qbftExtraOf(parseHeader(rlp)!)!.validators.toSorted().join());
  const expected = told.flatMap((set, i) => (set === told[i - 1] ? [] : [{ fromBlock: i, set }]));
  const followed = follower
    .ranges()
    .map(({ fromBlock, addresses }) => ({ fromBlock, set: addresses.toSorted().join() }));
  assert.deepEqual(followed, expected);

  const late = createValidatorFollower(network, expected[1]!.fromBlock);
  const answer = late.offer(headers[expected[1]!.fromBlock]!.rlp);
  assert.match(answer.ok ? '' : answer.reason, /without their majority of votes/);

  const unsealed = createValidatorFollower(network, 0);
  const change = expected[1]!.fromBlock;
  for (const { rlp } of headers.slice(0, change)) unsealed.offer(rlp);
  const forged = unsealed.offer(withoutSeals(headers[change]!.rlp));
  assert.match(forged.ok ? '' : forged.reason, /not sealed/);
}

async function advanceFile({ nodes }: RunningQuorum, network: NetworkFile): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-network-'));
  const file = join(dir, 'network.json');
  writeFileSync(file, JSON.stringify(network));
  const cli = fileURLToPath(new URL('../../cli/bin/access-layer.js', import.meta.url));
  const args = [cli, 'network', 'advance', '--network', file, '--rpc', nodes[1]!.rpcUrl];
  assert.match(
    execFileSync(process.execPath, args, { encoding: 'utf8' }),
    /2 new sets of validators up to block/,
  );
  const { validators } = JSON.parse(readFileSync(file, 'utf8')) as NetworkFile;
  assert.deepEqual(
    validators.map(({ addresses }) => addresses.length),
    [4, 5, 4],
  );
  rmSync(dir, { recursive: true });
}

function withoutSeals(rlp: Hex): Hex {
  const header = parseHeader(rlp)!;
  const items = qbftExtraOf(header)!.items.with(4, []);
  const hexOf = (item: unknown): never =>
    (item instanceof Uint8Array ? toHex(item) : (item as unknown[]).map(hexOf)) as never;
  return toRlp(header.fields.map((field, i) => (i === EXTRA_DATA ? toRlp(items.map(hexOf)) : toHex(field))));
}
