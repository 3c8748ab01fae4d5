import '@access-layer/kit/native';
import { describe } from 'node:test';
import { batchAnchorConformance } from '@access-layer/contracts/batch-anchor.conformance';
import { keyRegistryConformance } from '@access-layer/contracts/key-registry.conformance';
import { leafProofConformance } from '@access-layer/contracts/leaf-proof.conformance';
import type { TestChain } from '@access-layer/contracts/test-chain';
import quorum from '@access-layer/engines/quorum';
import { needEngine } from './need-engine.ts';
import { qbftTestChain } from './qbft-test-chain.ts';

/** Tests wait for blocks most of the time: they do it beside each other. */
const AT_ONCE = 8;
const running = await needEngine((options) => quorum.start({ ...options, validators: 4 }));
const deployments = new Map<string, Promise<TestChain>>();

describe('the contracts on four QBFT validators', { skip: !running }, () => {
  const start = (network: string) => {
    const known = deployments.get(network) ?? qbftTestChain(running!, network);
    deployments.set(network, known);
    return known;
  };
  keyRegistryConformance('QBFT', start, AT_ONCE);
  batchAnchorConformance('QBFT', start, AT_ONCE);
  leafProofConformance('QBFT', start);
});
