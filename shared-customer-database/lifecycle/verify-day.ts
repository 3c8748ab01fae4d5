import type { ArchiveSources } from '../archive/archive-day.ts';
import { packetsOfDay } from '../archive/archive-day.ts';
import { checkDay, type DayCheck } from '../archive/check-day.ts';
import type { Damage } from '../archive/damage.ts';
import { withBench } from '../archive/duck.ts';
import { createPacketSets } from '../archive/holds-all.ts';
import type { AnchorCheck } from '../ingest/anchor-check.ts';
import type { RecordRules } from '../ingest/verify-record.ts';
import type { LedgerReader } from '../ledger/ledger-reader.ts';

export interface VerifySources extends Pick<ArchiveSources, 'archive' | 'store' | 'scratchDir'> {
  ledger: Pick<LedgerReader, 'packetsOfDay'>;
  rules: RecordRules;
  checkAnchor?: AnchorCheck | undefined;
}

export interface VerifiedDay extends DayCheck {
  /** Packets that the store or the ledger knows and the archive does not hold: 0, or the day must stay. */
  lacking: number;
  /** The same in words. */
  lacks: string[];
  /** Packets that the store held. */
  stored: number;
}

/**
 * Reads the archive of a day back, checks all of it, and compares it with what the store and the ledger know. Once more
 * where an erasure or a repair has replaced files meanwhile: what is missing then is no damage. What the ledger knows and
 * nobody has is one, also where the whole day has gone from the archive.
 */
export async function verifyDay(sources: VerifySources, day: string): Promise<VerifiedDay> {
  const version = async () => (await sources.archive.manifest(day))?.version;
  for (;;) {
    const before = await version();
    const verified = await verifyOnce(sources, day);
    if (verified.damages.length === 0 || (await version()) === before) return verified;
  }
}

async function verifyOnce(sources: VerifySources, day: string): Promise<VerifiedDay> {
  return withBench(sources.scratchDir, async (bench) => {
    const sets = createPacketSets(bench);
    const good = await sets.open('good');
    const { archive, rules, checkAnchor } = sources;
    const onGood: NonNullable<Parameters<typeof checkDay>[0]['onGood']> = async (packets) => {
      for (const { row } of packets) good.append(row);
    };
    const check = await checkDay({ archive, rules, checkAnchor, bench, onGood }, day);
    good.close();
    let stored = 0;
    const count = () => {
      stored += 1;
    };
    // The ledger is the last to learn of a packet: what it knows by now, the store has when it is asked afterwards.
    await sets.fill('known', sources.ledger.packetsOfDay(day));
    await sets.fill('stored', counted(packetsOfDay(sources.store, day), count));
    const lacks: string[] = [];
    let lacking = 0;
    for (const [table, who] of [
      ['stored', 'the store'],
      ['known', 'the ledger'],
    ] as const) {
      const { count, example } = await sets.missing(table, 'good');
      lacking = Math.max(lacking, count);
      if (count > 0)
        lacks.push(`${count} packets that ${who} knows are not in the archive, ${example} for one`);
    }
    const lost = await sets.missing('known', 'good', 'stored');
    // Where a file is damaged, that says it already.
    if (lost.count > 0 && check.damages.length === 0) check.damages.push(lostDamage(day, lost));
    return { ...check, lacking, lacks, stored };
  });
}

function lostDamage(day: string, { count, example }: { count: number; example?: string }): Damage {
  const detail = `${count} packets that the ledger knows are neither in the archive nor in the store, ${example} for one`;
  return { day, file: 'manifest', reason: 'lost', detail };
}

async function* counted<T>(items: AsyncIterable<T>, onItem: () => void): AsyncGenerator<T> {
  for await (const item of items) {
    onItem();
    yield item;
  }
}
