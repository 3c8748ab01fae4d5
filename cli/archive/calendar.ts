import { calendarOf } from '@access-layer/shared-customer-database/lifecycle/calendar';
import type { ArchiveCommand } from '../commands/archive.ts';
import { openArchiveFolder } from './archive-folder.ts';
import { calendarLines } from './tables.ts';

const calendar: ArchiveCommand = async ([from, until], options, around) => {
  const opened = openArchiveFolder(options, around);
  try {
    const days = calendarOf(opened.book, { from, until, nowMs: Date.now() });
    around.stdout.write(options.json ? `${JSON.stringify(days)}\n` : `${calendarLines(days).join('\n')}\n`);
    return 0;
  } finally {
    await opened.close();
  }
};
export default calendar;
