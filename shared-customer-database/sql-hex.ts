import type { Hex } from '@access-layer/core/bytes';

/** Bytes for a BLOB column from lower-case 0x text that our own checks have passed. */
export function blobOf(hex: string): Buffer {
  return Buffer.from(hex.slice(2), 'hex');
}

/** Lower-case 0x text of a BLOB column. */
export function hexOf(blob: Uint8Array): Hex {
  return `0x${Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength).toString('hex')}`;
}
