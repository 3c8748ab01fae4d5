import { archiveStatus } from '@access-layer/shared-customer-database/lifecycle/calendar';
import { sizeText } from '../backup/progress.ts';
import type { ArchiveCommand } from '../commands/archive.ts';
import { openArchiveFolder } from './archive-folder.ts';

const status: ArchiveCommand = async (_positionals, options, around) => {
  const opened = openArchiveFolder(options, around);
  try {
    const found = archiveStatus(opened.book, Date.now());
    if (options.json) around.stdout.write(`${JSON.stringify(found)}\n`);
    else around.stdout.write(`${linesOf(found).join('\n')}\n`);
    return found.problems + found.damages > 0 ? 1 : 0;
  } finally {
    await opened.close();
  }
};
export default status;

function linesOf({
  days,
  stored,
  archived,
  problems,
  damages,
  lastVerification,
  lastPass,
}: ReturnType<typeof archiveStatus>) {
  const counts = Object.entries(days).map(([state, count]) => `${count} ${state}`);
  return [
    `days       ${counts.join(', ') || 'none'}`,
    `store      ${stored.packets} packets, ${sizeText(stored.bytes)}`,
    `archive    ${archived.packets} packets, ${sizeText(archived.bytes)}`,
    `verified   ${lastVerification ?? 'never'}`,
    `last look  ${lastPass ?? 'never'}`,
    `wrong      ${problems} days that stay as they are, ${damages} damages`,
  ];
}
