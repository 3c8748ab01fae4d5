import { createHash } from 'node:crypto';
import { type FSWatcher, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import { checkBeside } from './check-beside.ts';
import { loadChecked, loadRules, type Rules } from './rules.ts';

export interface WatchOptions {
  dir: string;
  log: Log;
  /** Folders on network disks send no events: files are looked at this often as well. */
  pollMs?: number;
}

export interface WatchedRules {
  /** The last set that checked. */
  current(): Rules;
  /** Looks now; answers what is wrong with the files as they stand, nothing where they are in force. */
  reload(): Promise<string[]>;
  close(): void;
}

/** Editors write a file in several steps: look when it has been quiet this long. */
const QUIET_MS = 100;
let watchers = 0;

/**
 * Rules that follow their files. A changed set is checked beside the event loop, and loaded when it checks; a broken one
 * is refused with the reasons in the log, and the old one stays. The first is checked at once.
 * @throws AccessLayerError SCD_POLICIES when the first set does not check: a service without rules does not start
 */
export function watchRules({ dir, log, pollMs = 5000 }: WatchOptions): WatchedRules {
  watchers += 1;
  // Two slots in turn: the set in use is never overwritten while a new one is made ready.
  const slots = [`rules-${watchers}-a`, `rules-${watchers}-b`] as const;
  let turn = 0;
  let digest = digestOf(dir);
  const first = loadRules(dir, slots[0]);
  if (!first.ok) throw invalid(dir, first.errors);
  let rules = first.rules;

  const closing = new AbortController();
  let errors: string[] = [];

  async function look(): Promise<string[]> {
    const now = digestOf(dir);
    if (now === digest || closing.signal.aborted) return errors;
    digest = now;
    const checked = await checkBeside(dir, closing.signal);
    if (closing.signal.aborted) return errors;
    const next = checked.ok ? loadChecked(checked, slots[(turn + 1) % 2]!) : checked;
    errors = next.ok ? [] : next.errors;
    if (!next.ok) {
      log.error({ dir, errors }, 'changed access rules are refused; the old ones stay');
      return errors;
    }
    turn += 1;
    rules = next.rules;
    log.info({ dir, generation: rules.generation }, 'changed access rules are in force');
    return errors;
  }

  // One look at a time: what changes during one is seen by the next.
  let looking: Promise<string[]> = Promise.resolve(errors);
  const reload = () => {
    looking = looking.then(look);
    return looking;
  };

  const stop = follow(dir, pollMs, log, reload);
  return {
    current: () => rules,
    reload,
    close() {
      stop();
      closing.abort();
    },
  };
}

function follow(dir: string, pollMs: number, log: Log, reload: () => unknown): () => void {
  let quiet: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(quiet);
    quiet = setTimeout(reload, QUIET_MS).unref();
  };
  const poll = setInterval(reload, pollMs).unref();
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(dir, { persistent: false }, soon);
    watcher.on('error', (error) => log.warn({ dir, err: error }, 'no events of the rules; polling goes on'));
  } catch (error) {
    log.warn({ dir, reason: messageOf(error) }, 'no events of the rules; polling goes on');
  }
  return () => {
    clearTimeout(quiet);
    clearInterval(poll);
    watcher?.close();
  };
}

/** Digest of the files that make up the set; of what cannot be read, a text that matches nothing before it. */
function digestOf(dir: string): string {
  try {
    const hash = createHash('sha256');
    for (const name of readdirSync(dir).sort()) {
      if (!/\.(cedar|cedarschema|yaml)$/.test(name)) continue;
      hash.update(`${name}\n`).update(readFileSync(join(dir, name)));
    }
    return hash.digest('hex');
  } catch (error) {
    return messageOf(error);
  }
}

function invalid(dir: string, errors: string[]): AccessLayerError {
  const message = `the access rules in ${dir} do not check:\n${errors.map((error) => `  ${error}`).join('\n')}`;
  return new AccessLayerError({ code: 'SCD_POLICIES', message, context: { dir, errors } });
}
