import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { writeJson } from '../data-folder.ts';

/** Where the Shared Customer Database looks, at its start, for erasures that it does not know. */
const LIST = 'scd/erasures.json';

/**
 * Puts the newest list of erasures into a restored folder: the next start orders of every part again what the folder does
 * not know, and gives nothing of it out meanwhile. So a backup does not bring back what was erased after it was made.
 * @throws AccessLayerError CLI_ERASURES for a file that is no such list
 */
export async function replayErasures({
  dataDir,
  erasuresFile,
  say,
}: {
  dataDir: string;
  erasuresFile: string | undefined;
  say: (line: string) => void;
}): Promise<void> {
  const list = join(dataDir, LIST);
  if (erasuresFile === undefined) {
    say(
      'What was erased since the backup was made is not known: name the newest scd/erasures.json with --erasures.',
    );
    return;
  }
  const [newest, kept] = [await readList(erasuresFile), existsSync(list) ? await readList(list) : []];
  const known = new Set(newest.map((entry) => JSON.stringify(entry)));
  writeJson(list, [...newest, ...kept.filter((entry) => !known.has(JSON.stringify(entry)))]);
  say(`${newest.length} erasures are known to the restored folder; its next start makes them so`);
}

async function readList(file: string): Promise<unknown[]> {
  try {
    const list: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (Array.isArray(list)) return list;
    throw new Error('it is no list');
  } catch (cause) {
    throw new AccessLayerError({
      code: 'CLI_ERASURES',
      message: `${file} is no list of erasures: ${messageOf(cause)}. Expected the erasures.json of a Shared Customer Database`,
      cause,
    });
  }
}
