import {
  closeSync,
  cpSync,
  createReadStream,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { unpackTar } from 'modern-tar/fs';
import { type ReleaseFile, readRelease } from './manifest.ts';

/** Starts that a new version has before the old one comes back; see deploy/light-node/launch, which counts them. */
const STARTS = 2;
/** Of a bundle, this is the program; the rest is for its first installation. */
const PROGRAM = /^(bin|app)\/|^release\.json$/;
const DRIVER_FOLDERS = /^app\/(drivers|ems|meters|ems-templates)\/[A-Za-z0-9._-]+$|^release\.json$/;

export type Slots = ReturnType<typeof openSlots>;

/**
 * The two places for the program in a folder (deploy/light-node/launch says how it looks). Every step is whole or not at all,
 * and leaves a box that starts: the power may fail at any time.
 */
export function openSlots(home: string) {
  const at = (...names: string[]) => join(home, ...names);
  const target = (link: string) => linkTarget(at(link));
  const other = () => (target('current') === 'slots/a' ? 'slots/b' : 'slots/a');

  function point(link: string, slot: string): void {
    rmSync(at(`${link}.next`), { force: true });
    symlinkSync(slot, at(`${link}.next`));
    renameSync(at(`${link}.next`), at(link));
    sync(home);
  }

  function write(name: string, text: string): void {
    writeFileSync(at(`${name}.next`), text);
    sync(at(`${name}.next`));
    renameSync(at(`${name}.next`), at(name));
    sync(home);
  }

  return {
    home,
    running: (): ReleaseFile | undefined => releaseIn(at('current')),

    /** Unpacks a bundle into the slot that does not run; answers what it says of itself. */
    async stage(bundle: string, kind: 'release' | 'drivers'): Promise<ReleaseFile | undefined> {
      const next = at(`${other()}.next`);
      for (const leftover of readdirSync(at('slots')).filter((name) => name.endsWith('.next')))
        rmSync(at('slots', leftover), { recursive: true });
      if (kind === 'drivers') copyProgram(at('current'), next);
      const wanted = kind === 'drivers' ? DRIVER_FOLDERS : PROGRAM;
      const filter = ({ name, type }: { name: string; type?: string | undefined }) =>
        (type ?? 'file') === 'file' && wanted.test(name);
      await pipeline(createReadStream(bundle), createGunzip(), unpackTar(next, { filter }));
      syncAll(next);
      return releaseIn(next);
    },

    /** Where the staged version is, for a look before it runs. */
    staged: () => at(`${other()}.next`),

    /** Makes the staged version the one that starts next, on trial. */
    switchOver(): void {
      const [from, to] = [target('current')!, other()];
      rmSync(at(to), { recursive: true, force: true });
      renameSync(at(`${to}.next`), at(to));
      sync(at('slots'));
      point('previous', from);
      write('trial', `${STARTS} the new version did not become well\n`);
      point('current', to);
    },

    /** Whether the version that runs is on trial. What a power cut left of a switch that did not happen is cleared. */
    onTrial(): boolean {
      if (!existsSync(at('trial'))) return false;
      if (target('current') !== target('previous')) return true;
      rmSync(at('trial'));
      return false;
    },

    confirm(): void {
      rmSync(at('trial'), { force: true });
      sync(home);
    },

    /** The next start is that of the previous version. */
    giveUp(reason: string): void {
      write('trial', `0 ${reason.replace(/\s+/g, ' ').slice(0, 200)}\n`);
    },

    /** What was left again, and why; until `told`. */
    rolledBack(): { version: string; reason: string } | undefined {
      if (!existsSync(at('rolled-back'))) return undefined;
      const [slot = '', ...reason] = readFileSync(at('rolled-back'), 'utf8').trim().split(' ');
      if (slot === target('current')) return undefined; // it was never switched to
      return { version: releaseIn(at(slot))?.version ?? 'unknown', reason: reason.join(' ') };
    },
    told: () => rmSync(at('rolled-back'), { force: true }),

    /** What is to be known over restarts. */
    readState: <T>(): Partial<T> => {
      try {
        return JSON.parse(readFileSync(at('update.json'), 'utf8'));
      } catch {
        return {};
      }
    },
    writeState: (state: object) => write('update.json', `${JSON.stringify(state)}\n`),
  };
}

/** The program of one slot in another: what a set of drivers is laid over. The large file is the same one. */
function copyProgram(from: string, to: string): void {
  cpSync(join(from, 'app'), join(to, 'app'), { recursive: true });
  cpSync(join(from, 'bin'), join(to, 'bin'), { recursive: true, filter: (file) => !file.endsWith('/node') });
  linkSync(join(from, 'bin/node'), join(to, 'bin/node'));
}

function releaseIn(slot: string): ReleaseFile | undefined {
  try {
    return readRelease(readFileSync(join(slot, 'release.json')));
  } catch {
    return undefined;
  }
}

function linkTarget(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}

function syncAll(path: string): void {
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) syncAll(join(path, name));
  sync(path);
}

function sync(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
