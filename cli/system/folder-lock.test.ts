import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { dataFolder, writeJson } from '../data-folder.ts';
import { temporaryFolder } from '../surroundings.test-input.ts';
import { lockDataFolder, waitForLeftovers } from './folder-lock.ts';

const folderIn = (dir: string) => dataFolder(dir, { env: {}, cwd: dir });

test('a second start on the same folder is refused and told who has it', () => {
  using temporary = temporaryFolder();
  const folder = folderIn(temporary.dir);
  const unlock = lockDataFolder(folder, 4711);
  assert.throws(() => lockDataFolder(folder, 4712), { code: 'CLI_FOLDER_IN_USE', message: /process 4711/ });
  unlock();
  lockDataFolder(folder, 4712)();
});

test('the lock of a killed process does not hold', async () => {
  using temporary = temporaryFolder();
  const module = new URL('./folder-lock.ts', import.meta.url).href;
  const folder = folderIn(temporary.dir);
  const script = `import { lockDataFolder } from '${module}';
    lockDataFolder(${JSON.stringify(folder)}, process.pid); console.log('locked'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script]);
  await once(child.stdout, 'data');
  assert.throws(() => lockDataFolder(folder, 1), { code: 'CLI_FOLDER_IN_USE' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  lockDataFolder(folder, 1)();
});

test('a start waits for the processes of a run that was cut off, and for no stranger with their number', async () => {
  using temporary = temporaryFolder();
  const folder = folderIn(temporary.dir);
  const ours = spawn(process.execPath, ['-e', 'process.stdin.resume()', folder.dir], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  writeJson(folder.processes, [
    { name: 'ours', pid: ours.pid },
    { name: 'a stranger', pid: process.pid },
  ]);
  const said: string[] = [];
  const waited = waitForLeftovers(folder, (line) => {
    said.push(line);
    ours.stdin!.end();
  });
  await waited;
  assert.equal(said.length, 1);
  assert.notEqual(ours.exitCode ?? ours.signalCode ?? 'gone', null);
});
