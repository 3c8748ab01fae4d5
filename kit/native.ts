import { installKeccak256 } from '@access-layer/core/keccak';
import { installRecoverPublicKey } from '@access-layer/core/message';
import { createKeccak } from 'hash-wasm';
import secp256k1 from 'secp256k1';

/**
 * Importing this makes `core` use WebAssembly keccak and native libsecp256k1 (measured: 6 times the hashes and 20 times
 * the recoveries of pure JavaScript). Results are the same byte for byte; a test compares them.
 */
const keccak = await createKeccak(256);

installKeccak256((bytes) => keccak.init().update(bytes).digest('binary'));

installRecoverPublicKey((compact, recovery, digest) => {
  try {
    return secp256k1.ecdsaRecover(compact, recovery, digest, false);
  } catch {
    return undefined; // the binding throws on a point that is not on the curve
  }
});
