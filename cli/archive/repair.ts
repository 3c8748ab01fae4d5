import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AccessLayerError } from '@access-layer/core/errors';
import { damageText } from '@access-layer/shared-customer-database/archive/damage';
import type { RepairedDay } from '@access-layer/shared-customer-database/archive/repair-day';
import type { ArchiveCommand } from '../commands/archive.ts';
import { type ArchiveFolder, openArchiveFolder, takeLifecycle } from './archive-folder.ts';
import { progressText } from './run.ts';

const LOOK_MS = 250;
const LISTED = 20;

const repair: ArchiveCommand = async ([day], options, around) => {
  const opened = openArchiveFolder(options, around);
  try {
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
): Promise<RepairedDay[]> {
  const onProgress = (progress: Parameters<typeof progressText>[0]) => say(progressText(progress));
  const lifecycle = await takeLifecycle(opened, { pid: process.pid, now: Date.now, onProgress });
  try {
    return await lifecycle.repair(day);
  } finally {
    await lifecycle.close();
  }
}

/** The running system does it: nobody else may work on the archive meanwhile. */
async function watch({ book }: ArchiveFolder, day: string | undefined): Promise<RepairedDay[]> {
  const id = randomUUID();
  book.keepNote('repair-asked', JSON.stringify({ id, ...(day ? { day } : {}) }));
  for (;;) {
    const answer = JSON.parse(book.note('repair-answered') ?? '{}') as {
      id?: string;
      days?: RepairedDay[];
      failed?: string;
    };
    if (answer.id === id && answer.days) return answer.days;
    if (answer.id === id)
      throw new AccessLayerError({ code: 'CLI_ARCHIVE_REPAIR', message: answer.failed ?? 'it failed' });
    await delay(LOOK_MS);
  }
}

function isLost({ lost, lostErased }: RepairedDay): boolean {
  return lost.length + lostErased > 0;
}

function linesOf(repaired: RepairedDay): string[] {
  const { day, damages, parts, fromStore, lost, lostErased } = repaired;
  if (damages.length === 0) return [`${day}  nothing is damaged`];
  const found = damages.slice(0, LISTED).map((damage) => `  ${damageText(damage)}`);
  if (!isLost(repaired))
    return [
      `${day}  repaired: parts ${parts.join(', ') || 'none'}, ${fromStore} packets from the store`,
      ...found,
    ];
  const names = lost.slice(0, LISTED).map(({ node, seq }) => `  packet ${seq} of ${node} is lost`);
  const erased = lostErased > 0 ? [`  hashes of ${lostErased} erased packets are lost`] : [];
  const help = '  nothing was changed: put a copy of the file in its place, from a backup for example';
  return [`${day}  ${lost.length + lostErased} packets are lost`, ...found, ...names, ...erased, help];
}
