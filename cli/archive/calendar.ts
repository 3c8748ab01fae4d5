import { archiveStatus, calendarOf } from '@access-layer/shared-customer-database/lifecycle/calendar';
import type { ArchiveCommand } from '../commands/archive.ts';
import { openArchiveFolder } from './archive-folder.ts';
import { calendarLines } from './tables.ts';

const calendar: ArchiveCommand = async ([from, until], options, around) => {
  const opened = openArchiveFolder(options, around);
  try {
    const nowMs = Date.now();
    const days = calendarOf(opened.book, { from, until, nowMs });
    const { lastPass } = archiveStatus(opened.book, nowMs);
    const text = options.json ? JSON.stringify(days) : calendarLines(days, lastPass).join('\n');
    around.stdout.write(`${text}\n`);
    return 0;
  } finally {
    await opened.close();
  }
};
export default calendar;
