import { randomUUID } from 'node:crypto';
import { AccessLayerError } from '@access-layer/core/errors';
import { damageText } from '@access-layer/shared-customer-database/archive/damage';
import type { RepairedDay } from '@access-layer/shared-customer-database/archive/repair-day';
import type { Left } from '@access-layer/shared-customer-database/lifecycle/lifecycle';
import type { ArchiveCommand } from '../commands/archive.ts';
import { type ArchiveFolder, openArchiveFolder, takeLifecycle } from './archive-folder.ts';
import { fromRunning } from './from-running.ts';
import { progressText } from './run.ts';
import { archivedDays } from './verify.ts';

const LISTED = 20;

type Repaired = RepairedDay & Left;

const repair: ArchiveCommand = async ([day], options, around) => {
  const opened = openArchiveFolder(options, around);
  try {
    if (day !== undefined) await archivedDays(opened, day);
    const say = (line: string) => around.stderr.write(`${line}\n`);
    const days = opened.isRunning ? await watch(opened, day) : await perform(opened, day, say);
    const lines = days.length > 0 ? days.flatMap(linesOf) : ['the last checks found nothing damaged'];
    around.stdout.write(options.json ? `${JSON.stringify(days)}\n` : `${lines.join('\n')}\n`);
    return days.some(isLost) ? 1 : 0;
  } finally {
    await opened.close();
  }
};
export default repair;

async function perform(
  opened: ArchiveFolder,
  day: string | undefined,
  say: (line: string) => void,
): Promise<Repaired[]> {
  const onProgress = (progress: Parameters<typeof progressText>[0]) => say(progressText(progress));
  const lifecycle = await takeLifecycle(opened, { pid: process.pid, now: Date.now, onProgress });
  try {
    return await lifecycle.repair(day);
  } finally {
    await lifecycle.close();
  }
}

/**
 * The running system does it: nobody else may work on the archive meanwhile. It answers the last who has asked.
 * @throws AccessLayerError CLI_ARCHIVE_REPAIR
 */
export async function watch(
  opened: Pick<ArchiveFolder, 'folder' | 'book'>,
  day: string | undefined,
): Promise<Repaired[]> {
  const { book } = opened;
  const askedId = () => noteOf<Asked>(book, 'repair-asked')?.id;
  const answered = () => noteOf<Answered>(book, 'repair-answered');
  if (askedId() !== answered()?.id)
    throw failed('the running system is at a repair; ask again when it is done');
  const id = randomUUID();
  book.keepNote('repair-asked', JSON.stringify({ id, ...(day ? { day } : {}) } satisfies Asked));
  return fromRunning(opened, () => {
    const last = answered();
    if (last?.id === id) {
      if (last.days) return last.days;
      throw failed(last.failed ?? 'it failed');
    }
    if (askedId() !== id) throw failed('somebody else has asked for a repair meanwhile; ask again');
    return undefined;
  });
}

interface Asked {
  id: string;
  day?: string;
}

interface Answered {
  id: string;
  days?: Repaired[];
  failed?: string;
}

function noteOf<T>(book: ArchiveFolder['book'], name: string): T | undefined {
  const text = book.note(name);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

function failed(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'CLI_ARCHIVE_REPAIR', message });
}

function isLost({ lost, lostErased, left }: Repaired): boolean {
  return lost.length + lostErased + left.length > 0;
}

function linesOf(repaired: Repaired): string[] {
  const { day, damages, parts, fromStore, lost, lostErased, left } = repaired;
  if (damages.length + left.length === 0) return [`${day}  nothing is damaged`];
  const found = damages.slice(0, LISTED).map((damage) => `  ${damageText(damage)}`);
  if (!isLost(repaired))
    return [
      `${day}  repaired: parts ${parts.join(', ') || 'none'}, ${fromStore} packets from the store`,
      ...found,
    ];
  const help = '  nothing was changed: put a copy of the file in its place, from a backup for example';
  if (lost.length + lostErased === 0)
    return [
      `${day}  still damaged`,
      ...left.slice(0, LISTED).map((damage) => `  ${damageText(damage)}`),
      help,
    ];
  const names = lost.slice(0, LISTED).map(({ node, seq }) => `  packet ${seq} of ${node} is lost`);
  const erased = lostErased > 0 ? [`  hashes of ${lostErased} erased packets are lost`] : [];
  return [`${day}  ${lost.length + lostErased} packets are lost`, ...found, ...names, ...erased, help];
}
