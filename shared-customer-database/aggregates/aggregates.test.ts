import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import fc from 'fast-check';
import sqliteDays from '../stores/sqlite-days.ts';
import { waitUntil } from '../test/wait-until.ts';
import { packetsOf, type TestReading } from './aggregate.test-input.ts';
import type { Cell, MeterSeries, Range } from './aggregate-series.ts';
import { createWork } from './aggregate-task.ts';
import { keepProjections } from './keep-projections.ts';
import { localIntervals, type Step } from './local-intervals.ts';
import { openDayFiles } from './open-days.ts';

const POD = 'IT001E00000001';
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const START = Date.parse('2026-03-28T00:00:00.000Z');
const ALL: Range[] = [{ from: 0, until: 0 }];

async function opened(t: TestContext) {
  const dir = mkdtempSync(join(tmpdir(), 'aggregates-'));
  const [measurementsDir, projectionsDir] = [join(dir, 'measurements'), join(dir, 'projections')];
  const store = await sqliteDays.create({ dir: measurementsDir });
  const work = createWork({ measurementsDir, projectionsDir });
  const end = async () => {
    work.close();
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  };
  t.after(end);
  const ask = async (fromMs: number, untilMs: number, step: Step, ranges = ALL, zone = 'Europe/Rome') => {
    const intervals = localIntervals({ fromMs, untilMs }, step, zone, 5000)!;
    const task = { kind: 'series', question: { pod: POD, ranges }, intervals } as const;
    return (((await work.run(task, () => false)) as MeterSeries[])[0]?.cells ?? []) as Cell[];
  };
  return { store, work, ask, measurementsDir, projectionsDir };
}

/** The definition itself, reading by reading: no summaries, no days. */
function naive(readings: TestReading[], start: number, end: number) {
  const sorted = [...readings].sort((a, b) => a.atMs - b.atMs);
  const inside = sorted.filter(({ atMs }) => atMs >= start && atMs < end);
  let energyWh = 0;
  for (let i = 1; i < sorted.length; i++) {
    const [a, b] = [sorted[i - 1]!, sorted[i]!];
    const [step, ms] = [b.importWh! - a.importWh!, b.atMs - a.atMs];
    if (step < 0 || b.atMs <= start || a.atMs >= end) continue;
    const whole = a.atMs >= start && b.atMs <= end;
    if (!whole && ms > 16 * MINUTE) continue;
    const at = (t: number) => Math.round((step * (Math.min(Math.max(t, a.atMs), b.atMs) - a.atMs)) / ms);
    energyWh += at(end) - at(start);
  }
  const powers = inside.map(({ powerW }) => powerW!);
  return {
    energyWh,
    falls: sorted.filter((b, i) => {
      const a = sorted[i - 1];
      const near = a && (a.atMs >= start || b.atMs - a.atMs <= 16 * MINUTE);
      return near && b.importWh! < a.importWh! && b.atMs > start && b.atMs <= end;
    }).length,
    covered: new Set(inside.map(({ atMs }) => Math.floor(atMs / QUARTER))).size,
    meanW: powers.length ? powers.reduce((a, b) => a + b, 0) / powers.length : undefined,
    minW: powers.length ? Math.min(...powers) : undefined,
  };
}

const readingsArbitrary = fc
  .array(fc.record({ minutes: fc.integer({ min: 1, max: 45 }), wh: fc.integer({ min: -40, max: 400 }) }), {
    minLength: 30,
    maxLength: 150,
  })
  .map((steps) => {
    let [atMs, importWh] = [START, 100_000];
    return steps.map(({ minutes, wh }) => {
      atMs += (minutes > 30 ? minutes * 6 : minutes > 20 ? 15 : minutes) * MINUTE;
      importWh = wh < -35 ? 10 : importWh + Math.abs(wh);
      return { atMs, importWh, powerW: wh };
    });
  });

test('aggregates are what the definition gives, over gaps, resets, late data and clock changes', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      readingsArbitrary,
      fc.constantFrom<Step>('15min', 'hour', 'day', 'month'),
      async (readings, step) => {
        const { store, ask } = await opened(t);
        const late = readings.filter((_reading, i) => i % 5 === 3);
        const punctual = readings.filter((reading) => !late.includes(reading));
        const until = readings.at(-1)!.atMs + QUARTER;
        // What comes later in time is added to what is there; what comes late makes its days anew.
        for (const part of [punctual.slice(0, 20), punctual.slice(20), late]) {
          await store.put(packetsOf(part));
          await ask(START, until, step);
        }
        const intervals = localIntervals({ fromMs: START, untilMs: until }, step, 'Europe/Rome', 5000)!;
        for (const [i, cell] of (await ask(START, until, step)).entries()) {
          const { startMs, endMs } = intervals[i]!;
          const expected = naive(readings, startMs, endMs);
          // Where no reading is inside, a reading less than 16 minutes apart on either side still tells the energy.
          assert.equal(
            cell.import?.energyWh ?? 0,
            expected.energyWh,
            `${step} ${new Date(startMs).toISOString()}`,
          );
          if (cell.readings > 0) assert.equal(cell.import?.falls ?? 0, expected.falls);
          assert.equal(cell.covered, expected.covered);
          assert.equal(cell.expected, (endMs - startMs) / QUARTER);
          assert.equal(cell.power?.minW, expected.minW);
          if (expected.meanW !== undefined) assert.ok(Math.abs(cell.power!.meanW - expected.meanW) < 1e-9);
          assert.ok((cell.import?.energyWh ?? 0) >= 0);
        }
      },
    ),
    { numRuns: 6, endOnFailure: true },
  );
});

test('local days of Rome have 92, 96 and 100 quarter-hours; months follow', () => {
  const quarters = (from: string, step: Step, zone = 'Europe/Rome') => {
    const fromMs = Date.parse(from);
    const [first] = localIntervals({ fromMs, untilMs: fromMs + 1 }, step, zone, 10)!;
    return [new Date(first!.startMs).toISOString(), (first!.endMs - first!.startMs) / QUARTER];
  };
  assert.deepEqual(quarters('2026-03-29T10:00:00Z', 'day'), ['2026-03-28T23:00:00.000Z', 92]);
  assert.deepEqual(quarters('2026-10-25T10:00:00Z', 'day'), ['2026-10-24T22:00:00.000Z', 100]);
  assert.deepEqual(quarters('2026-06-01T10:00:00Z', 'day'), ['2026-05-31T22:00:00.000Z', 96]);
  assert.deepEqual(quarters('2026-03-20T10:00:00Z', 'month'), ['2026-02-28T23:00:00.000Z', 31 * 96 - 4]);
  assert.deepEqual(quarters('2026-10-01T10:00:00Z', 'month'), ['2026-09-30T22:00:00.000Z', 31 * 96 + 4]);
  assert.deepEqual(quarters('2026-03-29T10:00:00Z', 'day', 'Asia/Kolkata'), ['2026-03-28T18:30:00.000Z', 96]);
  // In Beirut and Santiago the clock changes at midnight: the day begins at the first hour that it has.
  assert.deepEqual(quarters('2026-09-06T12:00:00Z', 'day', 'America/Santiago'), [
    '2026-09-06T04:00:00.000Z',
    92,
  ]);
});

test('what may not be seen is looked at by nobody: neither values nor what registers did meanwhile', async (t) => {
  const { store, ask } = await opened(t);
  const readings = Array.from({ length: 40 }, (_, i) => ({
    atMs: START + i * QUARTER,
    importWh: i * 100,
    powerW: i,
  }));
  await store.put(packetsOf(readings));
  const hidden = { from: START + 8 * QUARTER, until: START + 12 * QUARTER };
  const ranges = [
    { from: 0, until: hidden.from },
    { from: hidden.until, until: 0 },
  ];
  const [cell] = await ask(START, START + QUARTER, 'day', ranges, 'UTC');
  assert.equal(cell!.hidden, 4);
  assert.equal(cell!.covered, 36);
  // 7 steps before (the reading at the end belongs to the hidden time), 27 after.
  assert.equal(cell!.import!.energyWh, 3400);
  const [quarter] = await ask(hidden.from - QUARTER, hidden.from, '15min', ranges, 'UTC');
  assert.equal(quarter!.import!.end, 'missing');
  assert.deepEqual(
    await ask(
      hidden.from,
      hidden.until,
      '15min',
      [hidden].map(() => ({ from: 1, until: 2 })),
    ),
    [],
  );
});

test('sums are made beside ingest, also of late data and where a projection is damaged', async (t) => {
  const { store, ask, measurementsDir, projectionsDir } = await opened(t);
  const reading = (i: number) => ({ atMs: START + i * QUARTER, importWh: i * 7, powerW: 1 });
  await store.put(packetsOf([0, 1, 4, 5].map(reading)));
  writeFileSync(join(projectionsDir, 'quarters-2026-03-28.db'), 'no database'.repeat(1000));
  const told: object[] = [];
  const log = { ...createLog({ name: 'test', level: 'silent' }), warn: (about: object) => told.push(about) };
  const kept = keepProjections({ measurementsDir, projectionsDir, log: log as never, everyMs: 10 });
  t.after(kept.close);
  const days = openDayFiles({ measurementsDir, projectionsDir });
  t.after(() => days.close());
  const isReady = () => days.get(START)?.isSettled() === true;
  await waitUntil('a damaged projection to be found', () => told.length > 0);
  assert.match(JSON.stringify(told), /2026-03-28.*not a database/);
  await waitUntil('the first sums', isReady);
  for (const [seq, ...expected] of [
    [6, 42, 5],
    [2, 42, 6],
    [8, 56, 7],
  ] as const) {
    await store.put(packetsOf([reading(seq)]));
    assert.equal(isReady(), false);
    await waitUntil(`the sums with reading ${seq}`, isReady);
    const [day] = await ask(START, START + 1, 'day');
    assert.deepEqual([day!.import!.energyWh, day!.readings], expected);
  }
  await waitUntil('nothing to be left', () => kept.daysBehind() === 0);
});

test('a deleted projection is made again, and a cancelled task answers nothing', async (t) => {
  const { store, work, ask, projectionsDir } = await opened(t);
  await store.put(
    packetsOf([0, 1, 2].map((i) => ({ atMs: START + i * QUARTER, importWh: i * 7, powerW: 1 }))),
  );
  const before = await ask(START, START + 1, 'day');
  work.close();
  rmSync(projectionsDir, { recursive: true });
  const again = createWork({ measurementsDir: join(projectionsDir, '../measurements'), projectionsDir });
  t.after(again.close);
  const intervals = localIntervals({ fromMs: START, untilMs: START + 1 }, 'day', 'Europe/Rome', 9)!;
  const task = { kind: 'series', question: { pod: POD, ranges: ALL }, intervals } as const;
  assert.deepEqual(((await again.run(task, () => false)) as MeterSeries[])[0]!.cells, before);
  assert.equal(await again.run(task, () => true), undefined);
});
