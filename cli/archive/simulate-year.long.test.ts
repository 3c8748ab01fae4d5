import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const launcher = join(import.meta.dirname, '../bin/access-layer.js');
/** The year itself takes some minutes; by now each phase has come, and what came 70 days late has left again. */
const DAYS = 100;
const DAYS_IN_STORE = 62;

test('days pass at the command line: phases come, late data too, nothing is lost, the store holds two months', async (t) => {
  const args = [launcher, 'archive', 'simulate-year', '--days', String(DAYS), '--nodes', '1', '--json'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  const report = JSON.parse(stdout);
  t.diagnostic(stdout.trim());
  assert.match(stderr, /day 30 of 100: .*warm/);
  const { lost, damages, problems, late, packets, mostDaysStored, daysArchived, did } = report;
  // Kept back on every tenth day, from the first on; those of the first three have come by the 100th, and left again.
  assert.deepEqual({ lost, damages, problems, late }, { lost: 0, damages: 0, problems: 0, late: 3 });
  assert.equal(packets, DAYS * 4 - 7);
  assert.ok(mostDaysStored <= DAYS_IN_STORE, `${mostDaysStored} days were in the store`);
  assert.ok(daysArchived >= DAYS - DAYS_IN_STORE, `${daysArchived} days are in the archive only`);
  assert.ok(did.delete > daysArchived, 'days that had left came back with late data, and left again');
});
