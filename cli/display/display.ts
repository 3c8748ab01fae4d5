import { relative } from 'node:path';
import { tokenHeaders } from '../access-token.ts';
import type { Surroundings } from '../command.ts';
import { type DataFolder, type RunFile, readJson } from '../data-folder.ts';
import { painter } from '../terminal.ts';
import { type Counters, readCounters } from './counters.ts';
import { describeReading, type FirstReading, findFirstReading, proofUrl } from './first-reading.ts';
import { addressLines, logLine, type PanelState, panelLines } from './panel.ts';
import { createRedraw } from './redraw.ts';

const TICK_MS = 1000;
/** Where the output is no terminal: a line this often. */
const LOG_EVERY_TICKS = 5;
const RATE_WINDOW_TICKS = 10;

export interface Display {
  say(line: string): void;
  /** From now on the system runs: shows it until `stopping`. */
  run(run: RunFile): void;
  stopping(why: string): void;
  end(line: string): void;
}

/** Shows on a terminal a panel that is drawn anew, elsewhere a line now and then. */
export function createDisplay(around: Surroundings, folder: DataFolder): Display {
  const { stdout, env, cwd } = around;
  const paint = painter(stdout, env);
  const isTerminal = Boolean(stdout.isTTY) && env.TERM !== 'dumb';
  const redraw = createRedraw(stdout);
  const startedAt = performance.now();
  const measured: number[] = [];
  let timer: NodeJS.Timeout | undefined;
  let headers: (() => Promise<Record<string, string>>) | undefined;
  let counters: Counters | undefined;
  /** Of earlier runs: the first reading of this one comes after them. */
  let anchoredBefore: number | undefined;
  let first: FirstReading | undefined;
  let firstText: string | undefined;
  let ticks = 0;

  const print = (line: string) => (isTerminal ? redraw.print(line) : stdout.write(`${line}\n`));
  const upS = () => (performance.now() - startedAt) / 1000;

  async function tick(run: RunFile): Promise<void> {
    headers ??= tokenHeaders(run.url, folder.credentials, 'operator');
    counters = await readCounters(run, counters, await headers());
    measured.push(counters.stages.measured);
    if (measured.length > RATE_WINDOW_TICKS + 1) measured.shift();
    anchoredBefore ??= counters.stages.anchored;
    if (!first && counters.stages.anchored > anchoredBefore) await lookForFirst(run);
    if (!timer) return;
    const state = stateOf(run, counters);
    if (isTerminal) redraw.draw(panelLines(state, paint));
    else if (ticks++ % LOG_EVERY_TICKS === 0) stdout.write(`${logLine(state)}\n`);
  }

  async function lookForFirst(run: RunFile): Promise<void> {
    first = await findFirstReading(run, (await headers?.()) ?? {});
    if (!first) return;
    firstText = `first anchored reading served after ${Math.round(upS())} s: ${describeReading(first)}`;
    if (isTerminal || !timer) return;
    stdout.write(`${firstText}\n`);
    for (const [what, address] of addressLines(stateOf(run, counters!)))
      stdout.write(`  ${what}: ${address}\n`);
  }

  function stateOf(run: RunFile, now: Counters): PanelState {
    const seconds = Math.max(1, measured.length - 1);
    const isDefault = folder.dir === `${cwd}/data` && !env.ACCESS_LAYER_DATA;
    return {
      network: readJson<{ network: string }>(folder.network)?.network ?? '',
      run,
      counters: now,
      readingsPerS: Math.max(0, measured.at(-1)! - measured[0]!) / seconds,
      upS: upS(),
      ...(firstText ? { first: firstText } : {}),
      proofFile: first ? proofUrl(run, first) : `${run.url}/v1/readings/HASH/proof`,
      dataOption: isDefault ? '' : ` --data ${relative(cwd, folder.dir) || '.'}`,
    };
  }

  function schedule(run: RunFile): void {
    timer = setTimeout(async () => {
      await tick(run);
      if (timer) schedule(run);
    }, TICK_MS);
  }

  return {
    say: (line) => print(paint('dim', line)),
    run(run) {
      print(`all parts run, after ${upS().toFixed(1)} s`);
      schedule(run);
    },
    stopping(why) {
      clearTimeout(timer);
      timer = undefined;
      redraw.release();
      stdout.write(`\nStopping (${why}) …\n`);
    },
    end(line) {
      clearTimeout(timer);
      timer = undefined;
      if (line) stdout.write(`${line}\n`);
    },
  };
}
