import { randomUUID } from 'node:crypto';
import type { PassReport, Progress } from '@access-layer/shared-customer-database/lifecycle/lifecycle';
import type { ArchiveCommand } from '../commands/archive.ts';
import { type ArchiveFolder, openArchiveFolder, takeLifecycle } from './archive-folder.ts';
import { fromRunning } from './from-running.ts';

const run: ArchiveCommand = async (_positionals, options, around) => {
  const opened = openArchiveFolder(options, around);
  const onProgress = (progress: Progress) => around.stderr.write(`${progressText(progress)}\n`);
  try {
    const report = opened.isRunning ? await watch(opened, onProgress) : await perform(opened, onProgress);
    around.stdout.write(options.json ? `${JSON.stringify(report)}\n` : `${reportText(report)}\n`);
    return report.problems.length === 0 ? 0 : 1;
  } finally {
    await opened.close();
  }
};
export default run;

async function perform(opened: ArchiveFolder, onProgress: (progress: Progress) => void): Promise<PassReport> {
  const lifecycle = await takeLifecycle(opened, { pid: process.pid, now: Date.now, onProgress });
  try {
    return await lifecycle.pass({ eager: true });
  } finally {
    await lifecycle.close();
  }
}

/** The running system does it; the book says when, and how far it is. */
async function watch(opened: ArchiveFolder, onProgress: (progress: Progress) => void): Promise<PassReport> {
  const { book } = opened;
  const asked = randomUUID();
  let seen = book.note('progress');
  book.keepNote('asked', asked);
  return fromRunning(opened, () => {
    const progress = book.note('progress');
    if (progress !== undefined && progress !== seen) onProgress(JSON.parse(progress) as Progress);
    seen = progress;
    const answered = book.note('answered');
    // Who has asked since is answered by a look that began later still.
    const isDone = answered === asked || answered === book.note('asked');
    return isDone ? (JSON.parse(book.note('last-pass')!) as PassReport) : undefined;
  });
}

export function progressText({ day, done, of, what }: Progress): string {
  return `${done} of ${of} days: ${what} ${day}`;
}

function reportText({ days, did, problems, tookMs }: PassReport): string {
  const done = Object.entries(did).map(([what, count]) => `${count} × ${what}`);
  const lines = [`${days} days in ${(tookMs / 1000).toFixed(1)} s: ${done.join(', ') || 'nothing was due'}`];
  return [...lines, ...problems.map(({ day, problem }) => `  ${day} stays as it is: ${problem}`)].join('\n');
}
