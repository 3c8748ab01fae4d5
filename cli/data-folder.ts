import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where everything that the all-in-one keeps stands; deleting the folder is the reset. */
export interface DataFolder {
  dir: string;
  /** The pinned network file. */
  network: string;
  /** Addresses of the running system; there only while all of it is ready. */
  run: string;
  /** Processes that were started; there until a clean stop. */
  processes: string;
  lock: string;
  pid: string;
  replay: string;
  ca: string;
  dso: string;
  /** Codes, nodes and certificates that were issued. */
  onboarding: string;
  /** Rules, alarms, and what is to be sent of them. */
  alarms: string;
  chain: string;
  /** Record of other contracts that were deployed. */
  contracts: string;
  bal: string;
  scd: string;
  stream: string;
  gateway: string;
  /** The registry of PoDs, customers and consents. */
  registry: string;
  /** Accounts of the demonstration with their secrets. */
  credentials: string;
  meters: string;
  /** The simulated DSO Technical Platform. */
  dsoPlatform: string;
  /** Bundles that Light Nodes are to install. */
  updates: string;
  logs: string;
  node(id: string): string;
  party(id: string): string;
}

/** `--data DIR`, else ACCESS_LAYER_DATA, else `data` in the working folder. */
export function dataFolder(
  option: string | undefined,
  { env, cwd }: { env: NodeJS.ProcessEnv; cwd: string },
): DataFolder {
  const dir = resolve(cwd, option ?? env.ACCESS_LAYER_DATA ?? 'data');
  const at = (name: string) => join(dir, name);
  return {
    dir,
    network: at('network.json'),
    run: at('run.json'),
    processes: at('processes.json'),
    lock: at('lock.db'),
    pid: at('start.pid'),
    replay: at('replay.json'),
    ca: at('ca'),
    dso: at('dso'),
    onboarding: at('onboarding'),
    alarms: at('alarms'),
    chain: at('chain'),
    contracts: at('contracts.json'),
    bal: at('bal'),
    scd: at('scd'),
    stream: at('stream'),
    gateway: at('gateway'),
    registry: at('registry'),
    credentials: at('demo-credentials.txt'),
    meters: at('meters'),
    dsoPlatform: at('dso-platform'),
    updates: at('updates'),
    logs: at('logs'),
    node: (id) => join(dir, 'nodes', id),
    party: (id) => join(dir, 'parties', id),
  };
}

export interface RunningProcess {
  name: string;
  pid: number;
}

/** What `run.json` says from when everything is ready until it stops. */
export interface RunFile {
  /** Process id of the supervisor. */
  pid: number;
  startedAt: string;
  /** The front door: what people and programs open. */
  url: string;
  chainRpc: string;
  balUrl: string;
  scdUrl: string;
  /** Of the simulated DSO Technical Platform, for its operator. */
  dsoPlatformUrl: string;
  mqttUrl: string;
  /** Where devices enrol. */
  enrolmentUrl: string;
  /** Where Light Nodes find their updates. */
  updatesUrl: string;
  nodes: RunNode[];
  /** Nodes of the data folder that do not run this time, and what they had measured and signed. */
  resting: { nodes: number; measured: number; signed: number };
  processes: RunningProcess[];
}

export interface RunNode {
  id: string;
  pod: string;
  meter: string;
  profile: string;
  /** Modbus TCP, host:port. */
  meterAddress: string;
  /** `/health` and `/metrics` of the process that runs it. */
  url: string;
  /** Where its clock stood when this run began: a replay may stand in the past. ISO 8601. */
  clockStart: string;
}

/** Reads a JSON file of our own; undefined where there is none or it was torn. */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Replaces a JSON file whole: a reader sees the old one or the new one. */
export function writeJson(file: string, value: unknown): void {
  const next = `${file}.next`;
  writeFileSync(next, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(next, file);
}
