import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';
import Type from 'typebox';
import { type ClockAdapter, waitReal } from '../clock.ts';

const options = Type.Object(
  {
    name: Type.Literal('system'),
    assumeSynchronised: Type.Optional(
      Type.Boolean({
        description: 'true where the operator vouches for the time, for example a host outside a container',
      }),
    ),
    synchronisedFile: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'a file that exists once the time service has set the clock',
      }),
    ),
    timedatectl: Type.Optional(
      Type.String({ minLength: 1, description: 'command that prints NTPSynchronized' }),
    ),
    checkIntervalS: Type.Optional(Type.Integer({ minimum: 1, maximum: 3600 })),
  },
  { additionalProperties: false },
);
type Options = Type.Static<typeof options>;

/** systemd-timesyncd makes this file when it has set the clock since boot (systemd-timesyncd.service(8)). */
const TIMESYNC_FILE = '/run/systemd/timesync/synchronized';
const COMMAND_TIMEOUT_MS = 3000;

/**
 * The machine's clock. Node cannot ask the kernel whether it is synchronised (adjtimex), so two witnesses are asked:
 * the file of systemd-timesyncd, and `timedatectl`, which reads the kernel's flag and so speaks for chrony and ntpd
 * too. Where neither says yes, the clock counts as not synchronised: unknown is never reported as right.
 */
const adapter: ClockAdapter<typeof options> = {
  name: 'system',
  options,
  async create(settings, log) {
    let synchronised = await isSynchronised(settings);
    log.info({ synchronised, assumed: settings.assumeSynchronised === true }, 'system clock');
    const timer = setInterval(
      async () => {
        const before = synchronised;
        synchronised = await isSynchronised(settings);
        if (before !== synchronised) log.warn({ synchronised }, 'system clock synchronisation changed');
      },
      1000 * (settings.checkIntervalS ?? 60),
    );
    timer.unref();
    const openedMs = Date.now() - performance.now();
    return {
      nowMs: () => Date.now(),
      setByMs: () => Date.now() - performance.now() - openedMs,
      synchronised: () => synchronised,
      waitUntil: (instantMs, signal) => waitReal(() => instantMs - Date.now(), signal),
      close: () => clearInterval(timer),
    };
  },
};
export default adapter;

async function isSynchronised(settings: Options): Promise<boolean> {
  if (settings.assumeSynchronised !== undefined) return settings.assumeSynchronised;
  return (await exists(settings.synchronisedFile ?? TIMESYNC_FILE)) || (await kernelSaysSo(settings));
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function kernelSaysSo({ timedatectl = 'timedatectl' }: Options): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(
      timedatectl,
      ['show', '--property=NTPSynchronized', '--value'],
      {
        timeout: COMMAND_TIMEOUT_MS,
      },
    );
    return stdout.trim() === 'yes';
  } catch {
    return false; // no such command, or no systemd to answer it
  }
}
