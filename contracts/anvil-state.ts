import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';

/**
 * The state of the embedded chain on disk: what `anvil_dumpState` gives, gzip of JSON with accounts, blocks and
 * transactions. gzip carries a checksum, so what is damaged is noticed.
 */
const STATE_FILE = 'state.json.gz';
const RESTORE_FILE = 'state.restore.json';

/** Replaces the state as a whole: a crash at any moment leaves the old one or the new one. `dump` is hexadecimal. */
export async function writeState(dir: string, dump: string): Promise<number> {
  const bytes = Buffer.from(dump.slice(2), 'hex');
  const temporary = join(dir, `${STATE_FILE}.tmp`);
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(dir, STATE_FILE));
  syncFolder(dir);
  return bytes.length;
}

/** Unpacks the state to a file that `anvil --load-state` reads; undefined where there is none yet. */
export function unpackState(dir: string): string | undefined {
  const path = join(dir, STATE_FILE);
  if (!existsSync(path)) return undefined;
  const restore = join(dir, RESTORE_FILE);
  try {
    const file = openSync(restore, 'w', 0o600);
    writeSync(file, gunzipSync(readFileSync(path)));
    closeSync(file);
    return restore;
  } catch (error) {
    throw new AccessLayerError({
      code: 'CHAIN_STATE_DAMAGED',
      message: `The state of the chain in ${path} cannot be read: ${messageOf(error)}. Restore it from a copy, or delete the data folder to begin anew.`,
      cause: error,
    });
  }
}

/** Writes a small file so that it is either there as a whole or not at all. */
export function writeWhole(path: string, text: string): void {
  const file = openSync(`${path}.tmp`, 'w', 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.tmp`, path);
}

function syncFolder(dir: string): void {
  const folder = openSync(dir, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
