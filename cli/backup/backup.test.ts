import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';
import { backupFolder } from './backup-folder.ts';
import { replayErasures } from './replay-erasures.ts';
import { restoreFolder } from './restore-folder.ts';
import { takeSnapshot } from './snapshot.ts';

const ROWS = 2000;

function folder(t: TestContext) {
  const dir = mkdtempSync(join(tmpdir(), 'backup-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const data = join(dir, 'data');
  mkdirSync(join(data, 'scd'), { recursive: true });
  mkdirSync(join(data, 'logs'));
  writeFileSync(join(data, 'key.json'), 'secret', { mode: 0o600 });
  writeFileSync(join(data, 'logs', 'start.log'), 'left out');
  return { data, to: join(dir, 'copy'), again: join(dir, 'again') };
}

function table(file: string): DatabaseSync {
  const database = openDatabase(file);
  database.exec('CREATE TABLE IF NOT EXISTS t (n INTEGER, filler TEXT)');
  return database;
}

const count = (file: string) => {
  const database = new DatabaseSync(file, { readOnly: true });
  const { n } = database.prepare('SELECT count(*) AS n FROM t').get() as { n: number };
  database.close();
  return n;
};

test('databases are copied as they were at one instant, however much is written meanwhile', async (t) => {
  const { data, to } = folder(t);
  const names = ['upstream.db', 'scd/downstream.db'];
  const [upstream, downstream] = names.map((name) => table(join(data, name))) as [DatabaseSync, DatabaseSync];
  const insert = (database: DatabaseSync, n: number) =>
    database.prepare('INSERT INTO t VALUES (?, ?)').run(n, 'x'.repeat(400));
  for (const database of [upstream, downstream])
    transaction(database, () => Array.from({ length: ROWS }, (_, n) => insert(database, n)));
  const write = (n: number) => [upstream, downstream].map((database) => insert(database, n));
  const snapshot = takeSnapshot(data, names);
  let written = ROWS;
  const writing = setInterval(() => write(written++), 1);
  for (const name of names) await snapshot.write(name, join(to, name));
  clearInterval(writing);
  snapshot.close();
  assert.deepEqual(
    names.map((name) => count(join(to, name))),
    [ROWS, ROWS],
  );
  assert.ok(written > ROWS, 'somebody wrote meanwhile');
  for (const database of [upstream, downstream]) database.close();
});

test('a folder comes back as it was, with its modes, and erases again what was erased since', async (t) => {
  const { data, to, again } = folder(t);
  const database = table(join(data, 'scd/ledger.db'));
  database.exec("INSERT INTO t VALUES (1, 'a')");
  const manifest = await backupFolder({ dataDir: data, to });
  assert.deepEqual(
    manifest.files.map(({ path }) => path),
    ['key.json', 'scd/ledger.db'],
  );
  database.close();
  await restoreFolder({ from: to, dataDir: again });
  assert.deepEqual(
    [readFileSync(join(again, 'key.json'), 'utf8'), statSync(join(again, 'key.json')).mode & 0o777],
    ['secret', 0o600],
  );
  assert.equal(count(join(again, 'scd/ledger.db')), 1);
  const erasuresFile = join(data, 'erasures.json');
  writeFileSync(erasuresFile, JSON.stringify([{ id: 'erasure-1' }]));
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  await replayErasures({ dataDir: again, erasuresFile: undefined, say });
  await replayErasures({ dataDir: again, erasuresFile, say });
  assert.deepEqual(JSON.parse(readFileSync(join(again, 'scd/erasures.json'), 'utf8')), [{ id: 'erasure-1' }]);
  assert.match(said.join('\n'), /is not known.*\n1 erasures are known/);
  await assert.rejects(replayErasures({ dataDir: again, erasuresFile: join(data, 'key.json'), say }), {
    code: 'CLI_ERASURES',
  });
});

test('nothing is written over, and a damaged or unfinished backup restores nothing', async (t) => {
  const { data, to, again } = folder(t);
  await backupFolder({ dataDir: data, to });
  await assert.rejects(backupFolder({ dataDir: data, to }), /is not empty/);
  for (const inside of [data, join(data, 'copy')])
    await assert.rejects(backupFolder({ dataDir: data, to: inside }), /lies in the data folder/);
  await backupFolder({ dataDir: data, to: `${data}..copy` });
  await assert.rejects(restoreFolder({ from: to, dataDir: data }), /is not empty/);
  writeFileSync(join(to, 'key.json'), 'sEcret');
  await assert.rejects(restoreFolder({ from: to, dataDir: again }), /key\.json: another checksum/);
  assert.throws(() => statSync(again));
  writeFileSync(join(to, 'key.json'), 'secret');
  const text = readFileSync(join(to, 'backup.json'), 'utf8');
  writeFileSync(join(to, 'backup.json'), text.replace('"mode":384', '"mode":511'));
  await assert.rejects(restoreFolder({ from: to, dataDir: again }), /its checksum is wrong/);
  rmSync(join(to, 'backup.json'));
  await assert.rejects(restoreFolder({ from: to, dataDir: again }), { code: 'CLI_BACKUP' });
});
