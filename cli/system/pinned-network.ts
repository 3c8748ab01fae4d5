import { existsSync, readFileSync } from 'node:fs';
import { AccessLayerError } from '@access-layer/core/errors';
import { type NetworkFile, parseNetworkFile } from '@access-layer/core/network';
import { writeJson } from '../data-folder.ts';

/** The network file that an earlier start pinned; undefined before the first. Throws CLI_NETWORK_UNREADABLE. */
export function readPinnedNetwork(file: string): NetworkFile | undefined {
  if (!existsSync(file)) return undefined;
  const parsed = parseNetworkFile(readFileSync(file, 'utf8'));
  if (parsed.ok) return parsed.network;
  throw new AccessLayerError({
    code: 'CLI_NETWORK_UNREADABLE',
    message: `${file} is not a network file (${parsed.detail}). Restore it from a copy, or delete the data folder to begin anew.`,
  });
}

/** Pins the network at the first start; later it must be the same. Throws CLI_NETWORK_CHANGED. */
export function pinNetwork(file: string, pinned: NetworkFile | undefined, found: NetworkFile): void {
  if (!pinned) {
    writeJson(file, found);
    return;
  }
  const fields = ['network', 'chainId', 'genesisHash', 'registry', 'anchorContract'] as const;
  const changed = fields.filter((field) => pinned[field] !== found[field]);
  if (changed.length === 0) return;
  const list = changed.map((field) => `${field} is ${found[field]}, pinned is ${pinned[field]}`).join('; ');
  throw new AccessLayerError({
    code: 'CLI_NETWORK_CHANGED',
    message:
      `The chain is not the one that ${file} pins: ${list}. ` +
      'Proofs made before would not verify. Restore the folder of the chain, or delete the data folder to begin anew.',
    context: { changed },
  });
}
