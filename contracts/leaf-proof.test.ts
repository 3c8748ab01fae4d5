import { leafProofConformance } from './leaf-proof.conformance.ts';
import { startTestChain } from './test-chain.ts';

leafProofConformance('Anvil', startTestChain);
