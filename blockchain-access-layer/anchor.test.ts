import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import { type AnchorClient, createAnchorClient, signAnchorTransaction } from '@access-layer/contracts/anchor';
import { deploy } from '@access-layer/contracts/deploy';
import type { RpcUrl } from '@access-layer/contracts/rpc-url';
import type { Signer, UnsignedTransaction } from '@access-layer/contracts/signer';
import { newAccount } from '@access-layer/contracts/test-chain';
import { startTestNode } from '@access-layer/contracts/test-node';
import { anchorSlotOf } from '@access-layer/core/anchor-slot';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { createAnchoring } from './anchor.ts';
import { createAnchorBook } from './anchor-book.ts';
import { createBatchStore } from './batch-store.ts';
import { createSealer } from './seal.ts';
import { CHAIN_ID, startTestChain, type TestChain } from './test/chain.ts';
import { NETWORK, newNode, nextPacket, randomHash } from './test/fleet.ts';
import { openJudging } from './test/judging.ts';

let chain: TestChain;
before(async () => {
  chain = await startTestChain({ anchorers: [] });
});
after(() => chain.stop());

interface Options {
  hasRole?: boolean;
  maxInFlight?: number;
  chainId?: number;
  /** Stands around the real client, to break it. */
  around?: (client: AnchorClient) => AnchorClient;
  rpcUrl?: RpcUrl;
  /** Stands for the account's own signing. */
  sign?: (account: Signer, transaction: UnsignedTransaction) => Promise<Hex>;
}

/** Sealed batches in a log of their own, and the anchoring of a fresh key against the real chain. */
async function prepare(
  t: TestContext,
  { hasRole = true, maxInFlight = 4, chainId = CHAIN_ID, around, sign, rpcUrl = chain.rpcUrl }: Options = {},
) {
  const log = openJudging(t);
  const account = newAccount();
  const anchorer = account.address;
  const signTransaction = (transaction: UnsignedTransaction) =>
    sign ? sign(account, transaction) : account.signTransaction(transaction);
  const signer: Signer = { address: anchorer, signTransaction };
  const known = chain.networkFile as { registry: Hex; anchorContract: Hex };
  const giveRole = () =>
    deploy({ rpcUrl: chain.rpcUrl, network: NETWORK, account: chain.account, anchorers: [anchorer], known });
  if (hasRole) await giveRole();
  const client = createAnchorClient({ rpcUrl, address: known.anchorContract });
  const batches = createBatchStore(log.database);
  const book = createAnchorBook(log.database);
  const sealer = createSealer(log.database, batches);
  const node = newNode('node-1');
  log.enrol(node);
  const start = (broken = around) =>
    createAnchoring({
      ...{ database: log.database, batches, book, outbox: log.outbox, anchorer, signer },
      ...{ chain: broken?.(client) ?? client, chainId, confirmations: 1, maxInFlight, resendAfterMs: 0 },
      report: log.anomalies.add,
    });
  return {
    ...{ log, batches, book, client, anchorer, signer, start, giveRole },
    anchoring: start(),
    async seal(count = 1): Promise<void> {
      for (let i = 0; i < count; i++) {
        log.append(node.id, [nextPacket(node).bytes]);
        await sealer.seal(log.packetLog.lastId());
      }
    },
    published: () =>
      log.appended
        .flatMap(({ topic, records }) => (topic === 'anchors' ? records : []))
        .map(({ value }) => JSON.parse(value)),
    async isHeld(index: number): Promise<boolean> {
      return (await client.slot(anchorer, index)) === anchorSlotOf(batches.find(index)!);
    },
  };
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

/** Rounds until nothing is open; the most transactions that were under way, and how many rounds it took. */
async function runToEnd({ anchoring, batches }: Pick<Prepared, 'anchoring' | 'batches'>, limit = 50) {
  let most = 0;
  for (let round = 1; round <= limit; round++) {
    const { inFlight } = await anchoring.round();
    most = Math.max(most, inFlight);
    if (batches.totals().waiting === 0) return { most, round };
  }
  throw new Error(`batches are still open after ${limit} rounds`);
}

const unreachable = () =>
  new AccessLayerError({ code: 'CHAIN_UNREACHABLE', message: 'away', retryable: true });

describe('anchoring', () => {
  test('each batch in order by one transaction, within the bound, and one record for each', async (t) => {
    const parts = await prepare(t);
    await parts.seal(10);
    const { most } = await runToEnd(parts);
    assert.equal(most, 4);
    assert.deepEqual(
      parts.published().map(({ index }) => index),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    for (let index = 0; index < 10; index++) assert.ok(await parts.isHeld(index));
    assert.equal(await parts.client.minedNonce(parts.anchorer), 10);
    assert.deepEqual(await parts.log.anomalyTypes(), []);
  });

  test('a transaction that was signed and never sent is sent after a restart, the same bytes', async (t) => {
    const parts = await prepare(t);
    await parts.seal();
    const dead = parts.start((client) => ({
      ...client,
      sendRaw: async () => {
        throw new Error('the process ends here');
      },
    }));
    await assert.rejects(dead.round());
    const [signed] = parts.book.live();
    await runToEnd(parts);
    assert.equal(parts.published()[0].txHash, signed!.hash);
    assert.equal(await parts.client.minedNonce(parts.anchorer), 1);
  });

  test('an answer that is lost on the way makes no second transaction', async (t) => {
    let sends = 0;
    const parts = await prepare(t, {
      around: (client) => ({
        ...client,
        sendRaw: async (raw) => {
          const { hash } = await client.sendRaw(raw);
          sends++;
          return { ok: false, hash, reason: 'unreachable', detail: 'the answer was lost' };
        },
      }),
    });
    await parts.seal(3);
    await runToEnd(parts);
    assert.equal(await parts.client.minedNonce(parts.anchorer), 3);
    assert.ok(sends >= 3);
    assert.equal(parts.published().length, 3);
  });

  test('a transaction that the node dropped is sent again, the same bytes', async (t) => {
    const dropped: Hex[] = [];
    const parts = await prepare(t, {
      around: (client) => ({
        ...client,
        sendRaw: async (raw) => {
          if (dropped.includes(raw)) return client.sendRaw(raw);
          dropped.push(raw);
          return { ok: true, hash: randomHash(), known: false };
        },
      }),
    });
    await parts.seal(2);
    await runToEnd(parts);
    assert.equal(dropped.length, 2);
    assert.ok(await parts.isHeld(1));
  });

  test('a nonce that another transaction of the key has used is left for the next', async (t) => {
    const parts = await prepare(t);
    await parts.seal(2);
    const { address } = parts.client;
    let isTaken = false;
    const raced = parts.start((client) => ({
      ...client,
      sendRaw: async (raw) => {
        if (!isTaken) {
          isTaken = true;
          const head = { index: 7, root: randomHash(), count: 1, from: 1, to: 1 };
          const other = await signAnchorTransaction(
            { address, chainId: CHAIN_ID, nonce: 0, head },
            parts.signer,
          );
          await client.sendRaw(other.raw);
        }
        return client.sendRaw(raw);
      },
    }));
    await runToEnd({ ...parts, anchoring: raced });
    assert.ok((await parts.isHeld(0)) && (await parts.isHeld(1)));
    assert.deepEqual(
      parts
        .published()
        .map(({ index }) => index)
        .sort(),
      [0, 1],
    );
  });

  test('a signer that does not answer is told; what is under way goes on, and the rest when it is back', async (t) => {
    let isAway = true;
    const parts = await prepare(t, {
      sign: async (account, transaction) => {
        if (!isAway || transaction.nonce === 0) return account.signTransaction(transaction);
        throw new AccessLayerError({ code: 'SIGNER_UNREACHABLE', message: 'no answer', retryable: true });
      },
    });
    await parts.seal(3);
    const { problem, inFlight } = await parts.anchoring.round();
    assert.deepEqual([problem, inFlight], ['batch 1 is not signed: no answer', 1]);
    await parts.anchoring.round();
    assert.ok(await parts.isHeld(0));
    isAway = false;
    await runToEnd(parts);
    assert.ok(await parts.isHeld(2));
    assert.equal(await parts.client.minedNonce(parts.anchorer), 3);
  });

  test('where the first node dies anchoring goes on by the second, and nothing is anchored twice', async (t) => {
    const nodes = [await startTestNode(chain.rpcUrl), await startTestNode(chain.rpcUrl)] as const;
    t.after(() => Promise.all(nodes.map((node) => node.close())));
    const parts = await prepare(t, { rpcUrl: nodes.map(({ url }) => url) });
    await parts.seal(2);
    await runToEnd(parts);
    assert.equal(nodes[1].calls.length, 0, 'the second is not asked while the first answers');
    // It takes the transaction, and dies before it says so: the second has it already, and says that.
    nodes[0].fault = ({ method }) => (method === 'eth_sendRawTransaction' ? 'take-and-die' : undefined);
    await parts.seal(4);
    await runToEnd(parts);
    assert.ok(nodes[1].calls.includes('eth_sendRawTransaction'));
    for (let index = 0; index < 6; index++) assert.ok(await parts.isHeld(index));
    assert.equal(await parts.client.minedNonce(parts.anchorer), 6);
    assert.deepEqual(
      parts.published().map(({ index }) => index),
      [0, 1, 2, 3, 4, 5],
    );
    assert.deepEqual(await parts.log.anomalyTypes(), []);
  });

  test('without the role it says so, and goes on when it has it', async (t) => {
    const parts = await prepare(t, { hasRole: false });
    await parts.seal(2);
    await parts.anchoring.round();
    const { problem } = await parts.anchoring.round();
    assert.match(problem ?? '', /reverted.*ANCHORER_ROLE/);
    await parts.giveRole();
    await runToEnd(parts);
    assert.ok(await parts.isHeld(1));
  });

  test('another batch at our index on the contract: reported once, and nothing more is sent', async (t) => {
    const parts = await prepare(t);
    const { address } = parts.client;
    const head = { index: 0, root: randomHash(), count: 1, from: 1, to: 1 };
    const other = await signAnchorTransaction({ address, chainId: CHAIN_ID, nonce: 0, head }, parts.signer);
    await parts.client.sendRaw(other.raw);
    await parts.seal(2);
    for (let i = 0; i < 4; i++) await parts.anchoring.round();
    const { problem, inFlight } = await parts.anchoring.round();
    assert.match(problem ?? '', /another batch at index 0/);
    assert.equal(inFlight, 0);
    assert.deepEqual(await parts.log.anomalyTypes(), ['anchor-conflict']);
    assert.equal(parts.batches.find(0)!.state, 'conflict');
    // The next one was under way already, and its place was free.
    assert.deepEqual(
      parts.published().map(({ index }) => index),
      [1],
    );
    await parts.seal(1);
    assert.equal((await parts.anchoring.round()).inFlight, 0);
  });

  test('a final batch that the chain forgot is opened again, said, and anchored under another block', async (t) => {
    const parts = await prepare(t);
    await parts.seal(3);
    await runToEnd(parts);
    await parts.seal(1);
    // A chain that holds one batch of three, and knows only the block of that one.
    const [first] = parts.published();
    let forgot = true;
    const older = parts.start((client) => ({
      ...client,
      nextIndex: async (of) => (forgot ? 1 : client.nextIndex(of)),
      block: async (at) =>
        typeof at === 'string' && forgot && at !== 'latest' && at !== first.blockHash
          ? null
          : client.block(at),
    }));
    await older.round();
    assert.deepEqual(await parts.log.anomalyTypes(), ['reanchored']);
    assert.deepEqual(
      parts.batches.open(10).map(({ index }) => index),
      [1, 2, 3],
    );
    forgot = false;
    await runToEnd({ ...parts, anchoring: older });
    assert.deepEqual(
      parts.published().map(({ index }) => index),
      [0, 1, 2, 1, 2, 3],
    );
  });

  test('confirmations are waited for', async (t) => {
    const parts = await prepare(t);
    await parts.seal();
    const { log, batches, book, client, anchorer, signer } = parts;
    const waiting = createAnchoring({
      ...{
        database: log.database,
        batches,
        book,
        outbox: log.outbox,
        anchorer,
        signer,
        chain: client,
      },
      ...{
        chainId: CHAIN_ID,
        confirmations: 3,
        maxInFlight: 4,
        resendAfterMs: 60_000,
        report: log.anomalies.add,
      },
    });
    for (let i = 0; i < 3; i++) await waiting.round();
    assert.equal(batches.totals().waiting, 1);
    for (const ordinal of [1, 2]) {
      const { address, commitment } = newNode(`block-${ordinal}`);
      await chain.registry.bind(address, commitment, 1);
    }
    await waiting.round();
    assert.equal(batches.totals().waiting, 0);
  });

  test('a node of another chain, and one that does not answer, are errors that change nothing', async (t) => {
    const parts = await prepare(t, { chainId: 1 });
    await parts.seal();
    await assert.rejects(parts.anchoring.round(), { code: 'CHAIN_WRONG' });
    const away = parts.start((client) => ({ ...client, minedNonce: () => Promise.reject(unreachable()) }));
    await assert.rejects(away.round());
    assert.deepEqual(parts.book.live(), []);
  });
});
