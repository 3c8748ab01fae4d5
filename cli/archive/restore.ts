import { damageText } from '@access-layer/shared-customer-database/archive/damage';
import type { Restore } from '@access-layer/shared-customer-database/lifecycle/lifecycle-book';
import { DAY_MS } from '@access-layer/shared-customer-database/lifecycle/policy';
import type { ArchiveCommand } from '../commands/archive.ts';
import { type ArchiveFolder, openArchiveFolder, takeLifecycle } from './archive-folder.ts';
import { fromRunning } from './from-running.ts';
import { progressText } from './run.ts';

const KEPT_DAYS = 7;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const restore: ArchiveCommand = async ([from = '', until = ''], options, around) => {
  if (!DAY.test(from) || !DAY.test(until) || until <= from) {
    around.stderr.write(
      `"${from}" and "${until}"; expected two UTC days, the first before the second: 2026-02-01 2026-02-03\n`,
    );
    return 64;
  }
  const opened = openArchiveFolder(options, around);
  try {
    if (!opened.isRunning && !options.rpc) {
      around.stderr.write(
        'Nothing is brought back unchecked: start the system, or name a chain node with --rpc URL.\n',
      );
      return 1;
    }
    const nowMs = Date.now();
    const asked = opened.book.askRestore({
      ...{ fromDay: from, untilDay: until, requestedBy: 'command line', requestedAtMs: nowMs },
      endsAtMs: nowMs + (options.days ?? KEPT_DAYS) * DAY_MS,
    });
    const done = opened.isRunning
      ? await watch(opened, asked.id, (line) => around.stderr.write(`${line}\n`))
      : await perform(opened, asked.id, (line) => around.stderr.write(`${line}\n`));
    const damages = opened.book.damages({ from, until });
    around.stdout.write(options.json ? `${JSON.stringify({ ...done, damages })}\n` : `${textOf(done)}\n`);
    if (!options.json) for (const damage of damages) around.stdout.write(`  ${damageText(damage)}\n`);
    return done.state === 'restored' && done.days.length > 0 && damages.length === 0 ? 0 : 1;
  } finally {
    await opened.close();
  }
};
export default restore;

async function perform(opened: ArchiveFolder, id: string, say: (line: string) => void): Promise<Restore> {
  const onProgress = (progress: Parameters<typeof progressText>[0]) => say(progressText(progress));
  const lifecycle = await takeLifecycle(opened, { pid: process.pid, now: Date.now, onProgress });
  try {
    await lifecycle.restores();
    return opened.book.restore(id)!;
  } finally {
    await lifecycle.close();
  }
}

async function watch(opened: ArchiveFolder, id: string, say: (line: string) => void): Promise<Restore> {
  let said = '';
  return fromRunning(opened, () => {
    const now = opened.book.restore(id)!;
    if (now.state !== 'waiting' && now.state !== 'running') return now;
    const line = now.detail ?? `${now.days.length} days are back`;
    if (line !== said) say(line);
    said = line;
    return undefined;
  });
}

function textOf({ id, state, days, detail, endsAtMs }: Restore): string {
  const packets = days.reduce((sum, day) => sum + day.packets, 0);
  if (state !== 'restored' || days.length === 0) return `${id}: ${state}${detail ? `: ${detail}` : ''}`;
  return `${id}: ${days.length} days, ${packets} packets are back until ${new Date(endsAtMs).toISOString()}`;
}
