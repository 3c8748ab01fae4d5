import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Two serial ports that are wired to each other: what one is sent comes out of the other. */
export interface SerialPair {
  meterPath: string;
  readerPath: string;
  close(): Promise<void>;
}

/** Ends socat with its input, so that none is left where this process ends without a word. */
const SCRIPT =
  'command -v socat > /dev/null || exit 127; socat "$1" "$2" & pid=$!; cat > /dev/null; kill "$pid"; wait "$pid"; exit 0';

/** Makes a pair of pseudo terminals with `socat`. Rejects where it is not installed. */
export async function openSerialPair(): Promise<SerialPair> {
  const dir = mkdtempSync(join(tmpdir(), 'serial-pair-'));
  const [meterPath, readerPath] = [join(dir, 'meter'), join(dir, 'reader')];
  const ends = [meterPath, readerPath].map((path) => `pty,raw,echo=0,link=${path}`);
  const socat = spawn('sh', ['-c', SCRIPT, 'sh', ...ends], { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise<void>((resolve) => socat.once('close', () => resolve()));
  try {
    await linked(socat, dir, [meterPath, readerPath]);
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
  return {
    meterPath,
    readerPath,
    async close() {
      socat.stdin.end();
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function linked(socat: ChildProcess, dir: string, paths: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher = watch(dir, () => check());
    const check = () => {
      if (!paths.every((path) => existsSync(path))) return;
      watcher.close();
      resolve();
    };
    const fail = (error: Error) => {
      watcher.close();
      reject(error);
    };
    socat.once('error', fail);
    socat.once('exit', (code) =>
      fail(new Error(code === 127 ? 'there is no socat; install it' : `socat ended with ${code}`)),
    );
    check();
  });
}
