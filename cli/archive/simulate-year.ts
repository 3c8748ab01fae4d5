import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveStatus } from '@access-layer/shared-customer-database/lifecycle/calendar';
import type { Done } from '@access-layer/shared-customer-database/lifecycle/look-at-day';
import { DAY_MS } from '@access-layer/shared-customer-database/lifecycle/policy';
import { sizeText } from '../backup/progress.ts';
import type { ArchiveCommand } from '../commands/archive.ts';
import { openSimulatedDatabase } from './simulated-database.ts';
import { certify, SimulatedNode, type SimulatedPacket } from './simulated-fleet.ts';

const START_MS = Date.parse('2026-01-01T00:00:00.000Z');
const DAYS = 365;
const NODES = 2;
/** So old is what comes late, and on every so many days something is kept back. */
const LATE_DAYS = 70;
const LATE_EVERY = 10;
const TOLD_EVERY = 30;

const simulateYear: ArchiveCommand = async (_positionals, { days = DAYS, nodes = NODES, json }, around) => {
  const dir = mkdtempSync(join(tmpdir(), 'simulated-year-'));
  const startedMs = performance.now();
  try {
    const say = (line: string) => around.stderr.write(`${line}\n`);
    const report = {
      ...(await simulate(dir, { days, nodes, say })),
      tookMs: Math.round(performance.now() - startedMs),
    };
    around.stdout.write(json ? `${JSON.stringify(report)}\n` : `${textOf(report)}\n`);
    return report.lost === 0 && report.damages === 0 && report.problems === 0 ? 0 : 1;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};
export default simulateYear;

interface Simulated {
  days: number;
  packets: number;
  late: number;
  did: Partial<Record<Done, number>>;
  /** Days of which the store held something, at most, and at the end. */
  mostDaysStored: number;
  daysStored: number;
  daysArchived: number;
  storedBytes: number;
  archivedBytes: number;
  archivedPackets: number;
  verified: number;
  lost: number;
  damages: number;
  problems: number;
  lifecycleMs: number;
}

async function simulate(
  dir: string,
  { days, nodes, say }: { days: number; nodes: number; say: (line: string) => void },
): Promise<Simulated> {
  let nowMs = START_MS;
  const did: Partial<Record<Done, number>> = {};
  const database = await openSimulatedDatabase(
    dir,
    () => nowMs,
    ({ what }) => {
      if (what !== 'restore' && what !== 'repair') did[what] = (did[what] ?? 0) + 1;
    },
  );
  const fleet = Array.from({ length: nodes }, (_, i) => new SimulatedNode(i + 1));
  const keptBack = new Map<number, SimulatedPacket>();
  let [packets, late, mostDaysStored, problems, lifecycleMs] = [0, 0, 0, 0, 0];
  try {
    for (let day = 0; day < days; day++) {
      const startMs = START_MS + day * DAY_MS;
      const made = fleet.flatMap((node) => node.day(startMs));
      if (day % LATE_EVERY === 0) keptBack.set(day + LATE_DAYS, made.pop()!);
      const old = keptBack.get(day);
      if (old) made.push(old);
      late += old ? 1 : 0;
      nowMs = startMs + DAY_MS;
      const { records, anchor } = certify(made, { index: day, receivedAtMs: nowMs });
      packets += await database.take(records, anchor);
      const report = await database.pass();
      lifecycleMs += report.tookMs;
      problems += report.problems.length;
      mostDaysStored = Math.max(mostDaysStored, (await database.store.days()).length);
      if ((day + 1) % TOLD_EVERY === 0) say(`day ${day + 1} of ${days}: ${textOfStatus(database, nowMs)}`);
    }
    const found = await takeStock(database);
    const { stored, archived, days: states } = archiveStatus(database.book, nowMs);
    return {
      ...{ days, packets, late, did, mostDaysStored, problems, ...found, lost: packets - found.held },
      ...{ daysStored: (await database.store.days()).length, daysArchived: states.archived ?? 0 },
      ...{ storedBytes: stored.bytes, archivedBytes: archived.bytes, archivedPackets: archived.packets },
      lifecycleMs: Math.round(lifecycleMs),
    };
  } finally {
    await database.close();
  }
}

type Database = Awaited<ReturnType<typeof openSimulatedDatabase>>;

/** Reads all that the archive holds, and adds what only the store has. */
async function takeStock({ store, archive, run }: Database) {
  let [verified, held, damages] = [0, 0, 0];
  const archived = await archive.days();
  for (const day of archived) {
    const check = await run({ kind: 'verify', day });
    verified += check.good;
    held += check.good + check.lacking;
    damages += check.damages.length;
  }
  for (const day of await store.days())
    if (!archived.includes(day)) held += (await store.daySize(day)).packets;
  return { verified, held, damages };
}

function textOfStatus({ book }: Database, nowMs: number): string {
  const { stored, archived, days } = archiveStatus(book, nowMs);
  const counts = Object.entries(days).map(([state, count]) => `${count} ${state}`);
  return `${counts.join(', ')}; store ${sizeText(stored.bytes)}, archive ${sizeText(archived.bytes)}`;
}

function textOf(report: Simulated & { tookMs: number }): string {
  const { days, packets, late, lost, damages, problems, verified, did } = report;
  const bytesAPacket = Math.round(report.archivedBytes / Math.max(1, report.archivedPackets));
  return [
    `${days} days, ${packets} packets, ${late} of them ${LATE_DAYS} days late: ${lost} lost, ${damages} damages, ${problems} problems`,
    `store      ${report.daysStored} days, ${sizeText(report.storedBytes)}; ${report.mostDaysStored} days at most`,
    `archive    ${report.daysArchived} days are there only, ${sizeText(report.archivedBytes)}, ${bytesAPacket} bytes a packet; ${verified} packets read back and verified`,
    `done       ${Object.entries(did)
      .map(([what, count]) => `${count} × ${what}`)
      .join(', ')}`,
    `time       ${(report.tookMs / 1000).toFixed(0)} s, ${(report.lifecycleMs / days).toFixed(0)} ms a day for the lifecycle`,
  ].join('\n');
}
