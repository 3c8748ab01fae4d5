import { setTimeout as delay } from 'node:timers/promises';
import { AccessLayerError } from '@access-layer/core/errors';
import { isRunningOn } from '../system/folder-lock.ts';
import type { ArchiveFolder } from './archive-folder.ts';

const LOOK_MS = 250;

/**
 * What the running system says in the book to who has asked there; looked for as long as it runs.
 * @throws AccessLayerError CLI_ARCHIVE_STOPPED where it ends before it has answered
 */
export async function fromRunning<T>(
  { folder }: Pick<ArchiveFolder, 'folder'>,
  look: () => T | undefined,
): Promise<T> {
  for (;;) {
    // Asked first: what it has said just before it ended counts.
    const goesOn = isRunningOn(folder);
    const answer = look();
    if (answer !== undefined) return answer;
    if (!goesOn)
      throw new AccessLayerError({
        code: 'CLI_ARCHIVE_STOPPED',
        message: `the system on ${folder.dir} has stopped before it answered; ask again, with or without it`,
        retryable: true,
      });
    await delay(LOOK_MS);
  }
}
