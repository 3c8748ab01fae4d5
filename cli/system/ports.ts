import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { AccessLayerError } from '@access-layer/core/errors';

/** Default of `--port-base`. */
export const DEFAULT_PORT_BASE = 4100;
/** Where updates of Light Nodes are served, counted from the base. */
export const UPDATE_SERVER_OFFSET = 103;
/** Nodes that the numbering of ports leaves room for. */
export const MAX_NODES = 1000;

export interface SystemPorts {
  gateway: number;
  chain: number;
  chainControl: number;
  mqtt: number;
  bal: number;
  scd: number;
  meterHealth: number;
  stakeholders: number;
  registrar: number;
  dsoPlatform: number;
  /** Where devices enrol, by TLS. */
  enrolment: number;
  onboarding: number;
  alarms: number;
  /** Where devices find their updates, by TLS. */
  updates: number;
  /** The simulated energy community. */
  community: number;
  /** One a process of Light Nodes, in order. */
  nodeHealth: number[];
  /** Modbus TCP, by the ordinal of the node. */
  meters: Map<number, number>;
}

/** The ports of a system: those counted from the base, and a free one wherever another program has that. */
export async function choosePorts(
  base: number,
  { ordinals, nodeProcesses }: { ordinals: number[]; nodeProcesses: number },
  say: (line: string) => void,
): Promise<SystemPorts> {
  const choose = async (wanted: number, what: string) => {
    if (await isFree(wanted)) return wanted;
    const port = await anyFreePort();
    say(`port ${wanted} is taken by another program; the ${what} uses ${port}`);
    return port;
  };
  const ports: SystemPorts = {
    gateway: await choose(base, 'gateway'),
    mqtt: await choose(base + 1, 'broker'),
    bal: await choose(base + 2, 'Blockchain Access Layer'),
    scd: await choose(base + 3, 'Shared Customer Database'),
    chainControl: await choose(base + 4, 'control of the chain'),
    meterHealth: await choose(base + 5, 'meter simulator'),
    chain: await choose(base + 6, 'chain'),
    stakeholders: await choose(base + 7, 'simulated stakeholders'),
    registrar: await choose(base + 8, 'registrar'),
    dsoPlatform: await choose(base + 9, 'DSO Technical Platform'),
    enrolment: await choose(base + 100, 'enrolment of devices'),
    alarms: await choose(base + 101, 'alarms'),
    onboarding: await choose(base + 104, 'onboarding'),
    updates: await choose(base + UPDATE_SERVER_OFFSET, 'updates of Light Nodes'),
    community: await choose(base + 199, 'energy community'),
    nodeHealth: [],
    meters: new Map(),
  };
  for (let index = 0; index < nodeProcesses; index++) {
    ports.nodeHealth.push(await choose(base + 10 + index, 'Light Nodes'));
  }
  for (const ordinal of ordinals) {
    ports.meters.set(ordinal, await choose(base + 200 + ordinal, `meter ${ordinal}`));
  }
  return ports;
}

/** Ports of one system: its own from the base on, with room for its nodes. */
const BLOCK = 1500;
/** Counted from the base: whoever listens here has the block. */
const CLAIM = 99;
const HIGHEST_BASE = 60_000;

/**
 * Claims the block of ports from `base` on, or the first one above it that no other system has. Two systems that start
 * at the same moment would else choose the same free ports. The claim ends with the process, or with `release`.
 */
export async function claimPorts(
  base: number,
  say: (line: string) => void,
): Promise<{ base: number; release: () => void }> {
  for (let candidate = base; candidate <= HIGHEST_BASE; candidate += BLOCK) {
    const server = createServer((socket) => socket.destroy());
    const claimed = await listen(server, candidate + CLAIM);
    if (claimed === undefined) continue;
    server.unref();
    if (candidate !== base) {
      say(`another system has the ports from ${base} on; this one takes those from ${candidate} on`);
    }
    return { base: candidate, release: () => server.close() };
  }
  throw new AccessLayerError({
    code: 'CLI_NO_PORTS',
    message: `no block of ${BLOCK} ports from ${base} to ${HIGHEST_BASE} is free; choose another --port-base`,
  });
}

export async function isFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== undefined;
}

async function anyFreePort(): Promise<number> {
  return (await tryListen(0))!;
}

async function tryListen(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    return await listen(server, port);
  } finally {
    server.close();
  }
}

/** The port that it listens on; undefined where another program has it. */
async function listen(server: Server, port: number): Promise<number | undefined> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as { port: number }).port;
  } catch {
    return undefined;
  }
}
