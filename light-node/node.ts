import { join } from 'node:path';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { formatTime } from '@access-layer/core/time';
import type { Log } from '@access-layer/kit/log';
import type { Clock } from './clock.ts';
import type { LightNodeConfig } from './config.ts';
import { loadAdapter } from './load-adapter.ts';
import type { AnyMeter, MeterEvent } from './meter.ts';
import { startModbusProxy } from './modbus/proxy.ts';
import { watchCertificate } from './onboarding/certificate-watch.ts';
import { pairFiles } from './onboarding/renew-certificate.ts';
import { type Halt, type OutboxCounts, openOutbox } from './outbox.ts';
import { createOutboxRoom, openWithReserve } from './outbox-room.ts';
import { checkProtocol, loadProfile, type Profile } from './profile.ts';
import { type RecorderState, startRecorder } from './recorder.ts';
import type { Device } from './set-points/executor.ts';
import { loadDevice } from './set-points/load-device.ts';
import { createPowerProbe } from './set-points/power-probe.ts';
import { type SetPointStatus, type SetPoints, startSetPoints } from './set-points/set-points.ts';
import { readSignal, type Signal } from './signal.ts';
import { openSigningKey } from './signing-key.ts';
import { certificateEnd, statusMessage } from './status-message.ts';
import { startUplink } from './uplink.ts';
import { checkVerdict } from './verdict.ts';
import { VERSION } from './version.ts';
import type { Watched } from './watchdog.ts';

/** What a node says about itself on GET /status. */
export interface NodeStatus {
  node: string;
  /** Of the program. */
  version: string;
  network: string;
  pod: string;
  /** Address of the key it signs with. */
  key: Hex;
  meter: {
    id: string;
    role: string;
    profile: string;
    brand: string;
    model: string;
    /** Where other programs read the meter through the node. */
    proxyPort?: number;
  } & RecorderState;
  outbox: OutboxCounts & { halt?: Halt };
  broker: { url: string; connected: boolean; certificateEnd: string };
  clock: { name: string; now: string; synchronised: boolean };
  /** How this machine reaches the network; absent where it does not. */
  signal?: Signal;
  /** Absent where the node takes none. */
  setPoints?: SetPointStatus;
  lastVerdict?: string;
}

export interface LightNode {
  id: string;
  status(): NodeStatus;
  counts(): OutboxCounts;
  /** What keeps it from doing its work until somebody acts; undefined while all is well. */
  fault(): string | undefined;
  /** What has to move as long as the node is well. */
  watched: readonly Watched[];
  /** Signs what has happened to the program. */
  tell(event: MeterEvent): void;
  /** Writes down why the process ends itself. */
  endBy(reason: string): void;
  stop(): Promise<void>;
}

const DEFAULT_DRAIN_PER_S = 20;
/** A meter that is asked answers or times out long before; a reading that takes longer will never end. */
const STILL_MS = 60_000;

/** Loads what the configuration names and checks its parts. Throws what is wrong; starts nothing. */
export async function loadParts(
  config: LightNodeConfig,
): Promise<{ profile: Profile; openDevice?: (log: Log) => Device }> {
  const driver = await loadAdapter('drivers', config.meter.driver);
  await loadAdapter('clocks', config.clock ?? { name: 'system' });
  const profile = loadProfile(config.meter.profile, config.meter.profileDir);
  checkProtocol(profile, driver);
  if (config.meter.proxy) checkProxy(driver);
  const openDevice = config.ems && (await loadDevice(config.ems));
  return { profile, ...(openDevice && { openDevice }) };
}

/** Starts one node: meter to signed packet to broker. */
export async function startNode(config: LightNodeConfig, parentLog: Log): Promise<LightNode> {
  const log = parentLog.child({ node: config.id });
  const { profile, openDevice } = await loadParts(config);
  pairFiles(config.broker);
  const clock = await openClock(config, log);
  const meter = await openMeter(config, profile, clock, log);
  const proxy = await openProxy(config, meter, log);
  const outbox = openWithReserve(config.dataDir, () =>
    openOutbox(join(config.dataDir, 'outbox.db'), { network: config.network, node: config.id }),
  );
  const room = createOutboxRoom(outbox, config.dataDir, config.outbox);
  const role = config.meter.role ?? profile.role;
  const sampleIntervalMs = 1000 * (config.sampleIntervalS ?? profile.pollIntervalS);

  const signers = config.pinned.setPointSigners ?? [];
  const device = signers.length > 0 ? openDevice?.(log) : undefined;

  const uplink = startUplink({
    node: config.id,
    broker: config.broker,
    drainPerS: config.drainPerS ?? DEFAULT_DRAIN_PER_S,
    outbox,
    log,
    onVerdict(bytes) {
      const { network, id: node, pinned } = config;
      const checked = checkVerdict(bytes, { network, node, anchorers: pinned.anchorers });
      if (!checked.ok) {
        log.warn({ reason: checked.reason, detail: checked.detail }, 'verdict not obeyed');
        return undefined;
      }
      const effect = outbox.apply(checked.verdict);
      if (checked.verdict.rotated) signingKey.adopt(checked.verdict.rotated);
      if (effect.halted) log.fatal(effect.halted, 'publishing stopped');
      else if (effect.refused.length > 0) log.error({ refused: effect.refused }, 'packets refused');
      else log.info({ ...effect }, 'verdict');
      return effect;
    },
    onSetPoint: device && ((bytes) => void setPoints!.receive(bytes)),
    status: () => statusMessage({ config, outbox, clock, recorder }),
  });
  const identity = {
    network: config.network,
    node: config.id,
    pod: config.pod,
    meter: config.meter.id,
    role,
    profile: profile.name,
  };
  const signingKey = openSigningKey({ ...config, identity, clock, outbox, log, onSigned: uplink.wake });
  const renewal = watchCertificate(config, signingKey.privateKey, log);
  const probe = createPowerProbe(meter);
  const recorder = startRecorder({
    identity,
    signingKey: signingKey.privateKey,
    limits: { maxReadings: config.packet.maxReadings, maxDelayMs: 1000 * config.packet.maxDelayS },
    sampleIntervalMs,
    meter,
    clock,
    outbox: {
      ...outbox,
      record(entry) {
        probe.saw(entry.readings);
        return outbox.record(entry);
      },
    },
    room,
    log,
    onSigned: uplink.wake,
  });

  const setPoints: SetPoints | undefined =
    device &&
    startSetPoints({
      ...{ identity, signingKey: signingKey.privateKey, signers, device, probe, clock, outbox, log },
      onSigned: uplink.wake,
    });

  return {
    id: config.id,
    counts: outbox.counts,
    status: () => ({
      node: config.id,
      version: VERSION,
      network: config.network,
      pod: config.pod,
      key: signingKey.address(),
      meter: {
        id: config.meter.id,
        role,
        profile: profile.name,
        brand: profile.brand,
        model: profile.model,
        ...(proxy && { proxyPort: proxy.port }),
        ...recorder.state(),
      },
      outbox: { ...outbox.counts(), halt: outbox.halt() },
      broker: {
        url: config.broker.url,
        connected: uplink.online(),
        certificateEnd: certificateEnd(config.broker.certFile),
      },
      clock: {
        name: config.clock?.name ?? 'system',
        now: formatTime(clock.nowMs()),
        synchronised: clock.synchronised(),
      },
      ...withSignal(),
      lastVerdict: isoTime(outbox.verdictAtMs()),
      ...(setPoints && { setPoints: setPoints.status() }),
    }),
    fault() {
      const halt = outbox.halt();
      if (halt) return `${halt.reason}: ${halt.detail}`;
      const { storageError } = recorder.state();
      if (storageError) return `readings cannot be stored: ${storageError}`;
      return room.fault() ?? setPoints?.fault();
    },
    watched: [
      {
        name: `sampling of ${config.id}`,
        beatMs: recorder.beatMs,
        limitMs: STILL_MS + 3 * sampleIntervalMs,
      },
    ],
    tell: recorder.tell,
    endBy: recorder.endBy,
    async stop() {
      await setPoints?.stop();
      await recorder.stop();
      renewal.stop();
      signingKey.stop();
      await uplink.stop();
      await proxy?.close();
      await meter.close();
      clock.close();
      outbox.close();
    },
  };
}

async function openClock(config: LightNodeConfig, log: Log): Promise<Clock> {
  const options = config.clock ?? { name: 'system' };
  return (await loadAdapter('clocks', options)).create(options, log);
}

async function openMeter(
  config: LightNodeConfig,
  profile: Profile,
  clock: Clock,
  log: Log,
): Promise<AnyMeter> {
  const options = config.meter.driver;
  const driver = await loadAdapter('drivers', options);
  return driver.create({ options, profile, nowMs: clock.nowMs, log });
}

/** Where the configuration wants it, other programs read the meter through the node. */
async function openProxy({ meter: { proxy } }: LightNodeConfig, meter: AnyMeter, log: Log) {
  const bus = 'bus' in meter ? meter.bus : undefined;
  return proxy && bus && (await startModbusProxy(bus, proxy, log));
}

function checkProxy({ name, protocols }: { name: string; protocols: readonly string[] }): void {
  if (protocols.includes('modbus')) return;
  const message = `meter.proxy: the driver ${name} speaks no Modbus; remove the proxy or name a Modbus driver`;
  throw new AccessLayerError({ code: 'LN_PROXY_DRIVER', message });
}

function withSignal(): { signal?: Signal } {
  const signal = readSignal();
  return signal ? { signal } : {};
}

function isoTime(timeMs: number | undefined): string | undefined {
  return timeMs === undefined ? undefined : formatTime(timeMs);
}
