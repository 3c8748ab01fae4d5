import { keyRegistryConformance } from './key-registry.conformance.ts';
import { startTestChain } from './test-chain.ts';

keyRegistryConformance('Anvil', startTestChain);
