import { parseArgs } from 'node:util';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Log } from './log.ts';

export interface ServiceArguments {
  /** Configuration files, in the order given. */
  configs: string[];
  checkOnly: boolean;
}

/** Reads `--config FILE` (once or more), `--check-config` and `--help`; ends the process where that is all there is to do. */
export function serviceArguments(usage: string, argv = process.argv.slice(2)): ServiceArguments {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        config: { type: 'string', multiple: true },
        'check-config': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(`${usage}\n`);
      process.exit(0);
    }
    if (!values.config?.length) throw new TypeError('--config FILE is missing');
    return { configs: values.config, checkOnly: values['check-config'] };
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${usage}\n`);
    process.exit(2);
  }
}

/**
 * Runs a service until SIGTERM or SIGINT, then stops it once and ends with 0. An error at start is logged and ends the
 * process with 1, so that the supervisor sees it.
 */
export async function runService(log: Log, start: () => Promise<() => Promise<void>>): Promise<void> {
  let stop: (() => Promise<void>) | undefined;
  let stopping = false;
  const end = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    try {
      await stop?.();
      process.exit(0);
    } catch (error) {
      log.fatal({ err: error }, 'did not stop cleanly');
      process.exit(1);
    }
  };
  process.on('SIGTERM', () => void end('SIGTERM'));
  process.on('SIGINT', () => void end('SIGINT'));
  endWithParent(end);
  process.on('uncaughtException', (error) => crash(log, error));
  process.on('unhandledRejection', (error) => crash(log, error));
  try {
    stop = await start();
    log.info('started');
  } catch (error) {
    crash(log, error);
  }
}

/**
 * A supervisor starts a service with a channel to it. The channel closes when the supervisor is gone, even by kill -9:
 * then the service stops too, so that no orphan keeps a port or a file.
 */
function endWithParent(end: (why: string) => Promise<void>): void {
  if (!process.connected) return;
  process.on('disconnect', () => void end('the supervisor is gone'));
  process.channel?.unref();
}

function crash(log: Log, error: unknown): never {
  const code = error instanceof AccessLayerError ? error.code : undefined;
  log.fatal({ err: error, code }, messageOf(error));
  process.exit(1);
}
