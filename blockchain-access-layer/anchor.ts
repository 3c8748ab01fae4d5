import type { DatabaseSync } from 'node:sqlite';
import { type AnchorClient, type AnchorReceipt, signAnchorTransaction } from '@access-layer/contracts/anchor';
import type { Signer } from '@access-layer/contracts/signer';
import { anchorSlotOf } from '@access-layer/core/anchor-slot';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { type AnchorRecord, TOPICS } from '@access-layer/core/record';
import { transaction } from '@access-layer/kit/sqlite';
import type { AnchorBook, AnchorTx } from './anchor-book.ts';
import type { Occurrence } from './anomaly.ts';
import type { Batch, BatchStore } from './batch-store.ts';
import type { Outbox } from './outbox.ts';

export type AnchorChain = Pick<
  AnchorClient,
  'address' | 'chainId' | 'nextIndex' | 'minedNonce' | 'slot' | 'sendRaw' | 'receipt' | 'block' | 'anchoredIn'
>;

export interface AnchorParts {
  database: DatabaseSync;
  batches: BatchStore;
  book: AnchorBook;
  outbox: Outbox;
  chain: AnchorChain;
  anchorer: Hex;
  /** Of the anchorer. */
  signer: Signer;
  chainId: number;
  /** Blocks from the one that holds the transaction on, until a batch is final. */
  confirmations: number;
  /** Batches under way at once. */
  maxInFlight: number;
  /** A transaction that is not mined by then is sent again, the same bytes. */
  resendAfterMs: number;
  report: (anomaly: Occurrence) => void;
  now?: () => number;
}

export interface Round {
  /** Batches that became final. */
  anchored: number;
  /** Transactions that are still under way. */
  inFlight: number;
  /** What keeps batches from being anchored though the chain answers. */
  problem?: string;
}

interface ChainView {
  minedNonce: number;
  nextIndex: number;
  headNumber: number;
}

/**
 * Anchors sealed batches in order, one transaction each. A round looks at the chain and does what is next; every step is
 * on disk before it is taken, and the contract ignores what it already holds, so a round can be cut off anywhere and be
 * done again. A final batch that the chain has forgotten is anchored again.
 */
export function createAnchoring(parts: AnchorParts) {
  const { database, batches, book, outbox, chain, anchorer, report, now = Date.now } = parts;
  let chainIsOurs = false;
  /** After a revert: until when nothing new is sent, and why. */
  let pause: { untilMs: number; problem: string } | undefined;

  async function view(): Promise<ChainView> {
    if (!chainIsOurs) await requireOurChain();
    // The head first of all: of several nodes, one that is behind is passed over by it before it answers the rest.
    const head = await chain.block('latest');
    // Then the nonce: a transaction below it that has no receipt afterwards was never ours to wait for.
    const minedNonce = await chain.minedNonce(anchorer);
    const nextIndex = await chain.nextIndex(anchorer);
    return { minedNonce, nextIndex, headNumber: head?.number ?? 0 };
  }

  async function requireOurChain(): Promise<void> {
    const id = await chain.chainId();
    if (id !== parts.chainId) {
      const message = `the node at chain.rpcUrl is on chain ${id}, the configuration says ${parts.chainId}`;
      throw new AccessLayerError({ code: 'CHAIN_WRONG', message, retryable: true });
    }
    chainIsOurs = true;
  }

  /** Opens again what was final and is no longer on the chain: the newest batches, as blocks go from the end. */
  async function reopenForgotten({ nextIndex }: ChainView): Promise<void> {
    const forgotten: Batch[] = [];
    for (let limit = 16; ; limit *= 2) {
      const newest = batches.lastFinal(limit);
      for (const batch of newest.slice(forgotten.length)) {
        const { blockHash } = book.find(batch.txId)!;
        if (batch.index < nextIndex && (await chain.block(blockHash!))) return reopen(forgotten);
        forgotten.push(batch);
      }
      if (newest.length < limit) return reopen(forgotten);
    }
  }

  function reopen(forgotten: Batch[]): void {
    if (forgotten.length === 0) return;
    transaction(database, () => {
      for (const { index, txId } of forgotten) {
        batches.setState(index, 'sealed');
        book.void(txId!);
      }
      const [toIndex, fromIndex] = [forgotten[0]!.index, forgotten.at(-1)!.index];
      const details = {
        fromIndex,
        toIndex,
        what: 'the chain no longer holds these batches; anchoring them again',
      };
      report({ type: 'reanchored', node: anchorer, at: now(), details });
    });
  }

  /** Looks after one transaction; answers a problem where there is one. */
  async function follow(tx: AnchorTx, chainView: ChainView): Promise<string | undefined> {
    const receipt = await chain.receipt(tx.hash);
    if (receipt) return judge(tx, receipt, chainView);
    if (tx.nonce < chainView.minedNonce) {
      book.void(tx.id);
      return undefined;
    }
    const isDue = tx.sentAtMs === undefined || now() - tx.sentAtMs >= parts.resendAfterMs;
    return isDue ? send(tx) : undefined;
  }

  async function judge(
    tx: AnchorTx,
    receipt: AnchorReceipt,
    chainView: ChainView,
  ): Promise<string | undefined> {
    if (receipt.status === 'reverted') {
      book.void(tx.id);
      const problem = `transaction ${tx.hash} reverted: does ${anchorer} have the ANCHORER_ROLE of ${chain.address}?`;
      pause = { untilMs: now() + parts.resendAfterMs, problem };
      return problem;
    }
    const refused = receipt.events.find((event) => event.type === 'refused' && event.index === tx.index);
    if (refused?.type === 'refused') return judgeRefusal(tx, refused.reason);
    if (chainView.headNumber - receipt.blockNumber + 1 < parts.confirmations) return undefined;
    return finish(tx, receipt);
  }

  function judgeRefusal(tx: AnchorTx, reason: string): string | undefined {
    // One before it failed and comes again with a higher nonce; this one follows it.
    if (reason === 'index-too-high') {
      book.void(tx.id);
      return undefined;
    }
    transaction(database, () => {
      book.void(tx.id);
      batches.setState(tx.index, 'conflict');
      const details = { index: tx.index, reason, txHash: tx.hash };
      report({ type: 'anchor-conflict', node: anchorer, at: now(), details });
    });
    return conflictText(tx.index);
  }

  async function finish(tx: AnchorTx, receipt: AnchorReceipt): Promise<string | undefined> {
    const batch = batches.find(tx.index)!;
    const speaks = receipt.events.some((event) => event.type === 'anchored' && event.index === tx.index);
    // A repeat succeeds and says nothing: what proves the batch is the transaction in which the contract said so.
    const txHash = speaks ? tx.hash : await chain.anchoredIn(anchorer, tx.index);
    const anchoredBy = speaks ? receipt : txHash && (await chain.receipt(txHash));
    const block = anchoredBy && (await chain.block(anchoredBy.blockHash));
    if (!txHash || !block) return undefined;
    if ((await chain.slot(anchorer, tx.index)) !== anchorSlotOf(batch)) {
      return `batch ${tx.index} is mined, but the contract does not hold it`;
    }
    const { index, root, count, from, to } = batch;
    const record: AnchorRecord = {
      ...{ anchorer, index, root, count, from, to, chainId: parts.chainId, contract: chain.address },
      ...{ txHash, blockNumber: block.number, blockHash: block.hash, blockTime: block.timestampMs },
    };
    transaction(database, () => {
      book.final(tx.id, block);
      batches.setState(index, 'final', tx.id);
      outbox.add(TOPICS.anchors, anchorer, JSON.stringify(record));
    });
    return undefined;
  }

  /** Signs and sends the next batches, as far as the bound on those under way allows. */
  async function sendNext({ minedNonce }: ChainView): Promise<string | undefined> {
    const live = book.live();
    const used = new Set(live.map(({ nonce }) => nonce));
    const underWay = new Set(live.map(({ index }) => index));
    let nonce = minedNonce;
    for (const batch of batches.open(parts.maxInFlight)) {
      if (batch.state === 'conflict') return conflictText(batch.index);
      if (underWay.has(batch.index)) continue;
      // The lowest that is free: a chain that forgot has gaps below what is under way, and mines nothing above a gap.
      while (used.has(nonce)) nonce++;
      const problem = await signAndSend(batch, nonce++);
      if (problem) return problem;
    }
    return undefined;
  }

  async function signAndSend(batch: Batch, nonce: number): Promise<string | undefined> {
    const { address } = chain;
    const unsigned = { address, chainId: parts.chainId, nonce, head: batch };
    const signed = await signAnchorTransaction(unsigned, parts.signer).catch(signerFailure);
    if (typeof signed === 'string') return `batch ${batch.index} is not signed: ${signed}`;
    book.signed({ index: batch.index, nonce, ...signed, atMs: now() });
    return send(book.live().find((tx) => tx.hash === signed.hash)!);
  }

  async function send(tx: AnchorTx): Promise<string | undefined> {
    const result = await chain.sendRaw(tx.raw);
    if (result.ok || result.reason === 'nonce-too-low') {
      book.sent(tx.id, now());
      return undefined;
    }
    return `transaction ${tx.hash} of batch ${tx.index} was not taken: ${result.detail}`;
  }

  return {
    /**
     * One look at the chain and what follows from it. One call at a time.
     * @throws AccessLayerError CHAIN_… when the chain does not answer; what was done stays done
     */
    async round(): Promise<Round> {
      const chainView = await view();
      await reopenForgotten(chainView);
      const openBefore = batches.totals().waiting;
      const problems = new Set<string>();
      for (const tx of book.live()) {
        const problem = await follow(tx, chainView);
        if (problem) problems.add(problem);
      }
      const anchored = openBefore - batches.totals().waiting;
      if (pause && pause.untilMs <= now()) pause = undefined;
      const problem = pause?.problem ?? (await sendNext(chainView));
      if (problem) problems.add(problem);
      await outbox.relay();
      const [first] = problems;
      return { anchored, inFlight: book.live().length, ...(first && { problem: first }) };
    },
  };
}

export type Anchoring = ReturnType<typeof createAnchoring>;

/** A signer that does not answer is no fault of the chain: what is under way goes on. */
function signerFailure(error: unknown): string {
  if (error instanceof AccessLayerError && error.code.startsWith('SIGNER_')) return messageOf(error);
  throw error;
}

function conflictText(index: number): string {
  return `the contract holds another batch at index ${index} of this anchorer; anchoring has stopped. Is another instance using the same key?`;
}
