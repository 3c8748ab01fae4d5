import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  createWriteStream,
  mkdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import { issueIdentity, writeIdentity } from '@access-layer/kit/pki';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { packTar } from 'modern-tar/fs';
import { startUpdateServer } from '../update/update-server.ts';
import type { makePki } from './broker.ts';

export const LAUNCH = fileURLToPath(new URL('../../deploy/light-node/launch', import.meta.url));

/** What a version of the program does, as the text of its `app/main.js`. */
export type Program = string;

/** Puts a version into a folder as a bundle has it. `bin/node` is a word for the Node that runs the test. */
export function writeProgram(dir: string, version: string, program: Program, more: object = {}): void {
  mkdirSync(join(dir, 'bin'), { recursive: true });
  mkdirSync(join(dir, 'app'), { recursive: true });
  writeFileSync(join(dir, 'bin/node'), `#!/bin/sh\nexec ${process.execPath} "$@"\n`);
  chmodSync(join(dir, 'bin/node'), 0o755);
  writeFileSync(join(dir, 'app/main.js'), program);
  writeFileSync(join(dir, 'app/package.json'), '{"type":"module"}');
  writeFileSync(join(dir, 'release.json'), JSON.stringify({ version, architecture: process.arch, ...more }));
}

/** A bundle file of what is in a folder. */
export async function packFolder(dir: string, file: string): Promise<string> {
  await pipeline(packTar(dir), createGzip(), createWriteStream(file));
  return file;
}

/** A box as the installer leaves it, with one version. */
export function installBox(version: string, fill: (slot: string) => void): string {
  const home = temporaryFolder('light-node-');
  mkdirSync(join(home, 'slots'));
  fill(join(home, 'slots/a'));
  writeFileSync(join(home, 'slots/a/release.json'), JSON.stringify({ version, architecture: process.arch }));
  symlinkSync('slots/a', join(home, 'current'));
  return home;
}

/** What systemd does: starts it again whenever it has ended. */
export function supervise(t: TestContext, home: string, args: string[]) {
  let child: ChildProcess;
  let starts = 0;
  let over = false;
  const start = () => {
    starts += 1;
    child = spawn('/bin/sh', [LAUNCH, home, ...args], { stdio: ['ignore', 'ignore', 'inherit'], env: {} });
    child.once('exit', () => over || start());
  };
  start();
  t.after(() => {
    over = true;
    child.kill('SIGKILL');
  });
  return {
    starts: () => starts,
    running: () => readlinkSync(join(home, 'current')),
    kill: () => child.kill('SIGKILL'),
  };
}

/** A folder of updates behind a server that the nodes of a test trust, and the key that signs them. */
export async function serveUpdates(t: TestContext, pki: Awaited<ReturnType<typeof makePki>>) {
  const dir = temporaryFolder('light-node-');
  const identity = await issueIdentity(pki.ca, { commonName: 'updates', serverNames: ['127.0.0.1'] });
  const files = writeIdentity(pki.dir, 'updates', identity);
  const server = await startUpdateServer({ dir, ...files, port: 0 });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const privateKey = newPrivateKey();
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { dir, server, url, privateKey, signer: addressOf(privateKey) };
}

/** Copies the program that a bundle has, for a slot or a bundle of a test. */
export function copyApp(app: string, to: string): void {
  cpSync(app, join(to, 'app'), { recursive: true });
}
