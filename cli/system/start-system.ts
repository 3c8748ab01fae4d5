import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '@access-layer/core/errors';
import { openOutbox } from '@access-layer/light-node/outbox';
import type { Repair } from '@access-layer/registrar/compare-and-repair';
import { type DataFolder, type RunFile, writeJson } from '../data-folder.ts';
import type { Credential } from '../demo-credentials.ts';
import { alarmsService, ensureAlarmsClient } from './alarms.ts';
import { setUpChain } from './chain-setup.ts';
import {
  balService,
  chainRpcOf,
  chainService,
  gatewayService,
  meterService,
  NODES_PER_PROCESS,
  nodeServices,
  publicUrl,
  registrarService,
  registryOf,
  type SystemPlan,
  scdService,
} from './configs.ts';
import { ensureDashboardClient, ensureDemoAccounts } from './demo-accounts.ts';
import { ensureDemoRegistry } from './demo-registry.ts';
import { dsoPlatformService } from './dso-platform-service.ts';
import type { EnginesFile } from './engines-file.ts';
import { lockDataFolder, waitForLeftovers } from './folder-lock.ts';
import { stopped } from './health.ts';
import { onboardingService } from './onboarding.ts';
import { choosePorts, claimPorts } from './ports.ts';
import { provision } from './provision.ts';
import { clockStartMs, pauseClocks, resumeClocks, sampleIntervalS } from './replay.ts';
import { stakeholderService } from './stakeholders.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';
import { serveUpdates } from './update-server.ts';

export interface StartOptions {
  folder: DataFolder;
  nodes: number;
  /** Whether they are the customers of `district/sites.ts`. */
  isDistrict: boolean;
  /** Undefined: as the data folder remembers it. */
  speed: number | undefined;
  portBase: number;
  engines: EnginesFile;
  /** Of this process; others see who has the folder. */
  pid: number;
  say: (line: string) => void;
  /** For the terminal only: secrets stand in no log. */
  show: (line: string) => void;
}

/** Fifty nodes that each read every second would keep two cores busy with nothing that one sees. */
const DISTRICT_SAMPLE_S = 5;

/** A system that is being started or runs. */
export interface System {
  /** Resolves when every process is ready. */
  ready: Promise<RunFile>;
  stop(): Promise<void>;
  /** Ends everything at once, without order. */
  kill(): void;
}

/** Starts all processes on a data folder, in the order in which they need each other. */
export function startSystem(options: StartOptions): System {
  const { folder, say } = options;
  mkdirSync(folder.dir, { recursive: true, mode: 0o700 });
  const unlock = lockDataFolder(folder, options.pid);
  const startedMs = Date.now();
  let plan: SystemPlan | undefined;
  let run: RunFile | undefined;
  let releasePorts = () => {};
  let updates: { close(): void } | undefined;
  const supervisor = createSupervisor({ say, onChange: recordProcesses });

  /** For others to find the system, and for the next start to find what a crash has left. */
  function recordProcesses(): void {
    const processes = supervisor.processes();
    try {
      writeJson(folder.processes, processes);
      if (run) writeJson(folder.run, { ...run, processes } satisfies RunFile);
    } catch (error) {
      say(`what runs cannot be written down: ${messageOf(error)}`);
    }
  }

  async function bringUp(): Promise<RunFile> {
    rmSync(folder.run, { force: true });
    await waitForLeftovers(folder, say);
    const claim = await claimPorts(options.portBase, say);
    releasePorts = claim.release;
    plan = await planSystem({ ...options, portBase: claim.base });
    await launchAll(supervisor, plan, say);
    updates = await serveUpdates(folder, plan.ports.updates);
    run = runFileOf(plan, options.pid, startedMs);
    recordProcesses();
    return run;
  }

  function forget(): void {
    run = undefined;
    for (const file of [folder.run, folder.processes]) rmSync(file, { force: true });
  }

  const ready = bringUp();
  return {
    ready,
    async stop() {
      supervisor.beginStop();
      await ready.catch(() => undefined);
      await supervisor.stop();
      updates?.close();
      if (plan) {
        const ids = plan.provisioned.nodes.map(({ id }) => id);
        pauseClocks(folder.replay, ids);
        plan.provisioned.dso.close();
      }
      forget();
      releasePorts();
      unlock();
    },
    kill() {
      supervisor.kill();
      updates?.close();
      forget();
    },
  };
}

async function planSystem(options: StartOptions): Promise<SystemPlan> {
  const { folder, nodes, isDistrict, speed, portBase, engines, say, show } = options;
  const provisioned = await provision(folder, options);
  sayAccounts(await ensureDemoAccounts(folder), folder, show);
  await ensureDemoRegistry(registryOf(options), provisioned.nodes, provisioned.partyKeys, isDistrict);
  const ids = provisioned.nodes.map(({ id }) => id);
  const ordinals = provisioned.nodes.map(({ ordinal }) => ordinal);
  const nodeProcesses = Math.ceil(nodes / NODES_PER_PROCESS);
  const ports = await choosePorts(portBase, { ordinals, nodeProcesses }, say);
  ensureDashboardClient(folder, publicUrl(ports));
  ensureAlarmsClient(folder);
  const replay = resumeClocks(folder.replay, ids, speed);
  const inPresent = [...replay.clocks.values()].filter(({ name }) => name === 'system').length;
  if (replay.speed > 1 && inPresent > 0) {
    say(
      `${inPresent} of ${nodes} nodes have reached the present: their time passes at speed 1, not ${replay.speed}`,
    );
  }
  return {
    folder,
    ports,
    provisioned,
    clocks: replay.clocks,
    sampleIntervalS: Math.max(isDistrict ? DISTRICT_SAMPLE_S : 1, sampleIntervalS(replay.speed)),
    isDistrict,
    engines,
  };
}

async function launchAll(
  supervisor: Supervisor,
  plan: SystemPlan,
  say: (line: string) => void,
): Promise<void> {
  const check = () => {
    if (supervisor.ending.aborted) throw stopped();
  };
  // A chain that was killed may have forgotten changes of the registry that were not on disk yet.
  const afterRestart = async () => sayRepair((await setUpChain(plan)).repair, say);
  check();
  if (!plan.engines.chain) await supervisor.launch(chainService(plan), { step: 1, afterRestart });
  const { network, repair } = await setUpChain(plan);
  sayRepair(repair, say);
  check();
  await Promise.all([
    supervisor.launch(balService(plan, network), { step: 2 }),
    supervisor.launch(scdService(plan, network), { step: 3 }),
    supervisor.launch(meterService(plan), { step: 4 }),
    supervisor.launch(registrarService(plan, network), { step: 3 }),
    supervisor.launch(onboardingService(plan, network), { step: 4 }),
    supervisor.launch(gatewayService(plan), { step: 6 }),
  ]);
  check();
  await Promise.all([
    ...nodeServices(plan).map((spec) => supervisor.launch(spec, { step: 5 })),
    supervisor.launch(stakeholderService(plan, network), { step: 7 }),
    supervisor.launch(dsoPlatformService(plan), { step: 8 }),
    supervisor.launch(alarmsService(plan, network), { step: 7 }),
  ]);
}

/** Secrets are shown once, when they are made. */
function sayAccounts(
  credentials: Credential[] | undefined,
  folder: DataFolder,
  say: (line: string) => void,
): void {
  if (!credentials) return;
  say(`demonstration accounts, also in ${folder.credentials}:`);
  for (const { kind, id, secret } of credentials) say(`  ${kind.padEnd(7)}${id.padEnd(16)}${secret}`);
}

function sayRepair({ bound, revoked, ended, listed }: Repair, say: (line: string) => void): void {
  if (bound > 0) say(`registry: ${bound} Light Node${bound === 1 ? '' : 's'} bound on the chain`);
  if (revoked > 0) say(`registry: ${revoked} keys revoked on the chain again`);
  if (ended > 0) say(`registry: ${ended} bindings ended on the chain again`);
  if (listed > 0) say(`registry: ${listed} keys of services and parties listed on the chain`);
}

/** What nodes have counted that do not run this time: it stays part of what the whole system has seen. */
function restingCounts(
  folder: DataFolder,
  { dso, network, nodes }: SystemPlan['provisioned'],
): RunFile['resting'] {
  const resting = dso.nodes().filter(({ id }) => !nodes.some((node) => node.id === id));
  const counts = resting.map(({ id }) => {
    const outbox = openOutbox(join(folder.node(id), 'outbox.db'), { network, node: id });
    try {
      return outbox.counts();
    } finally {
      outbox.close();
    }
  });
  const sum = (pick: (count: (typeof counts)[number]) => number) =>
    counts.reduce((all, one) => all + pick(one), 0);
  return { nodes: resting.length, measured: sum((c) => c.measured), signed: sum((c) => c.signed) };
}

function runFileOf(plan: SystemPlan, pid: number, startedMs: number): RunFile {
  const { folder, ports, provisioned, clocks } = plan;
  const url = (port: number) => `http://127.0.0.1:${port}`;
  return {
    pid,
    startedAt: new Date(startedMs).toISOString(),
    url: publicUrl(ports),
    chainRpc: chainRpcOf(plan),
    balUrl: url(ports.bal),
    scdUrl: url(ports.scd),
    dsoPlatformUrl: url(ports.dsoPlatform),
    mqttUrl: `mqtts://127.0.0.1:${ports.mqtt}`,
    enrolmentUrl: `https://127.0.0.1:${ports.enrolment}`,
    updatesUrl: `https://127.0.0.1:${ports.updates}`,
    resting: restingCounts(folder, provisioned),
    nodes: provisioned.nodes.map(({ id, ordinal, podCode, meterId, profile }, index) => ({
      id,
      pod: podCode,
      meter: meterId,
      profile,
      meterAddress: `127.0.0.1:${ports.meters.get(ordinal)}`,
      url: url(ports.nodeHealth[Math.floor(index / NODES_PER_PROCESS)]!),
      clockStart: new Date(clockStartMs(clocks.get(id)!, startedMs)).toISOString(),
    })),
    processes: [],
  };
}
