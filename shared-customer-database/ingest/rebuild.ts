import { AccessLayerError } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import { openStream } from '@access-layer/kit/open-stream';

import { DEFAULT_GROUP, type ScdConfig } from '../config.ts';
import { prepareRebuild } from './prepare-rebuild.ts';

export interface RebuildArguments {
  fromOffset?: number;
  empty: boolean;
  /** What other readers of the command line get. */
  rest: string[];
}

/**
 * Makes the next start take the stream again from an offset (0: from its begin).
 * @throws AccessLayerError SCD_NOT_EMPTY, SCD_OFFSET
 */
export async function rebuild(order: {
  config: ScdConfig;
  fromOffset: number;
  empty?: boolean;
  log?: Log;
}): Promise<void> {
  const { config, fromOffset, empty, log } = order;
  const stream = await openStream(config.stream);
  try {
    const { dataDir, group = DEFAULT_GROUP } = config;
    await prepareRebuild({ stream, group, dataDir, fromOffset, empty });
    log?.info({ dataDir, fromOffset, emptied: empty === true }, 'the stream is taken again');
  } finally {
    await stream.close();
  }
}

/**
 * Takes `--from OFFSET` and `--empty` out of a command line.
 * @throws AccessLayerError SCD_ARGUMENTS
 */
export function rebuildArguments(argv: string[]): RebuildArguments {
  const rest = argv.filter((argument) => argument !== '--empty');
  const empty = rest.length < argv.length;
  const at = rest.findIndex((argument) => argument === '--from' || argument.startsWith('--from='));
  if (at < 0) {
    if (empty) throw wrong('--empty stands alone; expected it with --from OFFSET');
    return { empty, rest };
  }
  const [text = ''] = rest[at] === '--from' ? rest.splice(at, 2).slice(1) : [rest.splice(at, 1)[0]!.slice(7)];
  if (!/^\d{1,15}$/.test(text))
    throw wrong(`--from "${text}"; expected an offset of the stream packets, or 0`);
  return { fromOffset: Number(text), empty, rest };
}

function wrong(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'SCD_ARGUMENTS', message });
}
