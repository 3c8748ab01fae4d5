import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import Type from 'typebox';
import type { Driver } from 'zwave-js';

/** A controller and what it needs; meters and devices of one stick name the same. */
export const StickOptions = {
  port: Type.String({ minLength: 1, description: 'serial port, or tcp://host:port' }),
  cacheDir: Type.String({
    minLength: 1,
    description: 'folder where zwave-js keeps what it knows of the network',
  }),
  keysFile: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'JSON with securityKeys of zwave-js in hex, for secure devices',
    }),
  ),
  quickStart: Type.Optional(
    Type.Boolean({ description: 'without the device database and the search for a stick in its bootloader' }),
  ),
};

export interface Stick {
  driver: Driver;
  /** Aborted when zwave-js has given the stick up: it was pulled out, or does not answer. Then it is opened anew. */
  lost: AbortSignal;
  /** The last one that closes it closes the port. */
  close(): Promise<void>;
}

interface Opened extends Pick<Stick, 'driver' | 'lost'> {
  destroy(): Promise<void>;
}

interface Shared {
  opened: Promise<Opened>;
  users: number;
}
const sticks = new Map<string, Shared>();
const READY_TIMEOUT_MS = 60_000;
const LOAD_AFTER_MS = 300;

/**
 * Opens a stick, or shares the one that is open at that port. zwave-js is loaded here and nowhere else: a node without
 * Z-Wave never has it in memory, and need not have it installed.
 * @throws AccessLayerError LN_ZWAVE_MISSING, LN_METER_UNREACHABLE
 */
export async function openStick(options: {
  port: string;
  cacheDir: string;
  keysFile?: string | undefined;
  quickStart?: boolean | undefined;
}): Promise<Stick> {
  const shared = sticks.get(options.port) ?? { opened: openDriver(options), users: 0 };
  sticks.set(options.port, shared);
  shared.users += 1;
  const forget = () => sticks.get(options.port) === shared && sticks.delete(options.port);
  let mine = true;
  const release = async () => {
    if (!mine) return;
    mine = false;
    shared.users -= 1;
    if (shared.users > 0) return;
    forget();
    await (await shared.opened.catch(() => undefined))?.destroy();
  };
  try {
    const { driver, lost } = await shared.opened;
    lost.addEventListener('abort', forget, { once: true });
    return { driver, lost, close: release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function openDriver({
  port,
  cacheDir,
  keysFile,
  quickStart,
}: Parameters<typeof openStick>[0]): Promise<Opened> {
  const { Driver: ZwaveDriver } = await load();
  const lost = new AbortController();
  // zwave-js locks its cache for ten seconds beyond a kill -9. The port has one user anyway, so no lock is left behind.
  const lockDir = mkdtempSync(join(tmpdir(), 'zwave-lock-'));
  const driver = new ZwaveDriver(port, {
    logConfig: { enabled: false },
    storage: { cacheDir, lockDir },
    // Whoever opens it tries again; the option is not in the published types of zwave-js.
    attempts: { openSerialPort: 1 } as object,
    features: { softReset: false }, // it makes a stick on USB vanish for a while
    ...(keysFile && { securityKeys: readKeys(keysFile) }),
    ...(quickStart && { testingHooks: { skipFirmwareIdentification: true, loadConfiguration: false } }),
  });
  const destroy = async () => {
    await driver.destroy().catch(() => {});
    rmSync(lockDir, { recursive: true, force: true });
  };
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`not ready in ${READY_TIMEOUT_MS} ms`)), READY_TIMEOUT_MS);
      driver.once('driver ready', () => resolve());
      driver.on('error', (error) => {
        reject(error);
        lost.abort(error);
      });
      driver.start().catch(reject);
    });
    return { driver, lost: lost.signal, destroy };
  } catch (cause) {
    await destroy();
    const message = `no Z-Wave controller at ${port}: ${messageOf(cause)}; check the port, and that no other program holds it`;
    throw new AccessLayerError({ code: 'LN_METER_UNREACHABLE', message, retryable: true, cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Reading zwave-js and its database keeps a small box busy for a second or two: the rest of a node starts before. */
async function load(): Promise<typeof import('zwave-js')> {
  await delay(LOAD_AFTER_MS);
  try {
    return await import('zwave-js');
  } catch (cause) {
    const message = `zwave-js is not installed; a node with Z-Wave needs it: npm install zwave-js (${messageOf(cause)})`;
    throw new AccessLayerError({ code: 'LN_ZWAVE_MISSING', message, cause });
  }
}

function readKeys(file: string): Record<string, Uint8Array> {
  const keys = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return Object.fromEntries(Object.entries(keys).map(([name, hex]) => [name, Buffer.from(hex, 'hex')]));
}
