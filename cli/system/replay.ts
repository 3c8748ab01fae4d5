import { type ReplayTime, simulatedNowMs } from '@access-layer/simulators/replay-time';
import { readJson, writeJson } from '../data-folder.ts';

/** A clock as the configurations of Light Nodes and meters take it. */
export type ClockConfig = { name: 'system'; assumeSynchronised: true } | ({ name: 'replay' } & ReplayTime);

/** Where one node's time stands. `pausedAt`: real time of a clean stop, at which its time stood still. */
interface NodeTime extends ReplayTime {
  pausedAt?: number;
}

/** What the data folder remembers. */
interface ReplayState {
  speed: number;
  nodes: Record<string, NodeTime>;
}

const DAY_MS = 86_400_000;
const REPLAY_DAYS = 7;

/**
 * The clock of each node. A new node of a fast replay begins a week ago at midnight (UTC) and catches up; one that was
 * stopped goes on where it stopped (after a crash its time has passed meanwhile); one that has caught up stays in the
 * present, as its time never goes back.
 */
export function resumeClocks(
  file: string,
  ids: string[],
  speedOption: number | undefined,
  nowMs = Date.now(),
): { speed: number; clocks: Map<string, ClockConfig> } {
  const before = readJson<ReplayState>(file);
  const speed = speedOption ?? before?.speed ?? 1;
  const nodes = { ...before?.nodes };
  for (const id of ids) nodes[id] = startOf(nodes[id], speed, nowMs);
  writeJson(file, { speed, nodes } satisfies ReplayState);
  return { speed, clocks: new Map(ids.map((id) => [id, clockConfig(nodes[id]!, nowMs)])) };
}

/** Remembers that a clean stop stopped the time of these nodes. */
export function pauseClocks(file: string, ids: string[], nowMs = Date.now()): void {
  const state = readJson<ReplayState>(file);
  if (!state) return;
  for (const id of ids) if (state.nodes[id]) state.nodes[id].pausedAt = nowMs;
  writeJson(file, state);
}

function startOf(known: NodeTime | undefined, speed: number, nowMs: number): NodeTime {
  if (speed === 1) return { realStart: nowMs, simulatedStart: nowMs, speed };
  const inPast = Math.floor(nowMs / DAY_MS) * DAY_MS - REPLAY_DAYS * DAY_MS;
  if (!known) return { realStart: nowMs, simulatedStart: inPast, speed };
  const stoppedMs = known.pausedAt ?? nowMs;
  const reached = Math.floor(simulatedNowMs(known, stoppedMs));
  return { realStart: nowMs, simulatedStart: reached >= stoppedMs ? nowMs : reached, speed };
}

function clockConfig({ realStart, simulatedStart, speed }: NodeTime, nowMs: number): ClockConfig {
  if (simulatedStart >= nowMs) return { name: 'system', assumeSynchronised: true };
  return { name: 'replay', realStart, simulatedStart, speed };
}

export function clockStartMs(clock: ClockConfig, nowMs: number): number {
  return clock.name === 'replay' ? clock.simulatedStart : nowMs;
}

/** Seconds of simulated time between two readings, so that a node reads about once a real second at any speed. */
export function sampleIntervalS(speed: number): number {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900];
  return steps.find((step) => step >= speed) ?? 900;
}
