import { AccessLayerError } from '@access-layer/core/errors';
import { openArchive } from '@access-layer/shared-customer-database/adapter';
import { damageText } from '@access-layer/shared-customer-database/archive/damage';
import { daysArchivedIn } from '@access-layer/shared-customer-database/lifecycle/lifecycle';
import { placesOf } from '@access-layer/shared-customer-database/lifecycle/places-of';
import type { VerifiedDay } from '@access-layer/shared-customer-database/lifecycle/verify-day';
import { sizeText } from '../backup/progress.ts';
import type { ArchiveCommand } from '../commands/archive.ts';
import { type ArchiveFolder, openArchiveFolder } from './archive-folder.ts';

const verify: ArchiveCommand = async ([only], options, around) => {
  const opened = openArchiveFolder(options, around);
  const { book, run } = opened;
  const startedMs = performance.now();
  const checks: VerifiedDay[] = [];
  try {
    const days = await archivedDays(opened, only);
    for (const [i, day] of days.entries()) {
      const check = await run({ kind: 'verify', day });
      checks.push(check);
      book.keepDamages(day, check.damages, Date.now());
      if (options.json) continue;
      around.stdout.write(`${i + 1} of ${days.length}  ${summary(check)}\n`);
      for (const damage of check.damages) around.stdout.write(`  ${damageText(damage)}\n`);
    }
    if (checks.length > 0) book.keepNote('last-verification', String(Date.now()));
  } finally {
    await opened.close();
  }
  const total = totals(checks, performance.now() - startedMs);
  around.stdout.write(
    options.json ? `${JSON.stringify({ ...total, days: checks })}\n` : `${totalText(total)}\n`,
  );
  return total.damages === 0 ? 0 : 1;
};
export default verify;

/**
 * Days of the archive, and those that it ought to have; or the one that is meant.
 * @throws AccessLayerError CLI_ARCHIVE_DAY for one that is none of them
 */
export async function archivedDays({ book, config }: ArchiveFolder, only?: string): Promise<string[]> {
  const archive = await openArchive(placesOf(config).places.archive);
  try {
    const days = [...new Set([...(await archive.days()), ...daysArchivedIn(book)])].sort();
    if (only === undefined) return days;
    if (days.includes(only)) return [only];
    throw new AccessLayerError({
      code: 'CLI_ARCHIVE_DAY',
      message: `"${only}" is no day of the archive; access-layer archive calendar shows them`,
    });
  } finally {
    await archive.close();
  }
}

function summary({ day, good, packets, erased, bytes, damages, lacks, unasked }: VerifiedDay): string {
  const notes = [
    ...(erased > 0 ? [`${erased} of them erased`] : []),
    ...(unasked > 0 ? [`${unasked} batches that the chain was not asked about`] : []),
    ...lacks,
    ...(damages.length > 0 ? [`${damages.length} DAMAGES`] : []),
  ];
  return `${day}  ${good} of ${packets} packets verify, ${sizeText(bytes)}${notes.map((note) => `; ${note}`).join('')}`;
}

function totals(checks: VerifiedDay[], tookMs: number) {
  const sum = (pick: (check: VerifiedDay) => number) => checks.reduce((all, check) => all + pick(check), 0);
  return {
    ...{ checked: checks.length, packets: sum(({ good }) => good), bytes: sum(({ bytes }) => bytes) },
    ...{ damages: sum(({ damages }) => damages.length), unasked: sum(({ unasked }) => unasked) },
    tookMs: Math.round(tookMs),
  };
}

function totalText({ checked, packets, bytes, damages, tookMs }: ReturnType<typeof totals>): string {
  const found = damages === 0 ? 'nothing is damaged' : `${damages} damages`;
  return `${checked} days, ${packets} packets, ${sizeText(bytes)} in ${(tookMs / 1000).toFixed(1)} s: ${found}`;
}
