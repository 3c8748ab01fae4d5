import { messageOf } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { createHttp } from '@access-layer/kit/http';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';
import { createMetrics } from '@access-layer/kit/metrics';
import { SimulatorsConfig } from './config.ts';
import type { EmsDevice } from './ems/device.ts';
import { type At, createManagedHouse } from './ems/house.ts';
import { serveRest } from './ems/rest-device.ts';
import { addFaultRoutes, type FaultyLine } from './fault-routes.ts';
import { openFaultyWay } from './faulty-way.ts';
import { HOME_DEVICES } from './home-device.ts';
import { startLine } from './meter.ts';
import { MODBUS_METERS, quantitiesOf } from './meter-simulation.ts';
import { simulatedNowMs } from './replay-time.ts';

const USAGE = `Usage: node simulators/main.ts --config FILE [--config FILE ...] [--check-config]

Runs simulated meters that replay a real week of a house: Modbus TCP and RTU, a Chain 2 gateway, Z-Wave, REST, and MQTT with
the broker of the house. Modbus meters of one port or path share a line.`;

const { configs: files, checkOnly } = serviceArguments(USAGE);
const configs = readConfigs(files);
if (checkOnly) {
  process.stdout.write(`${files.join(', ')}: valid\n`);
  process.exit(0);
}

const log = createLog({ name: 'simulators' });
await runService(log, async () => {
  const stops: (() => Promise<void>)[] = [];
  const lines: FaultyLine[] = [];
  const homes: FaultyLine[] = [];
  for (const { meters, clock, http: address, community } of configs) {
    const devices = new Map<string, EmsDevice>();
    const simulatedAt = (own: SimulatorsConfig['clock'], ems: MeterConfig['ems']) => ({
      nowMs: timeOf(own ?? clock),
      ...(ems && { around: managed(ems, timeOf(own ?? clock), devices) }),
    });
    for (const { clock: own, ems, port = 0, ...meter } of meters.filter(isHomeDevice)) {
      const place = { ...meter, ...simulatedAt(own, ems) };
      const device = await HOME_DEVICES[meter.profile]!({
        ...place,
        port: 0,
        quantitiesAt: quantitiesOf(place),
      });
      const started = await openFaultyWay(device, port);
      stops.push(started.close);
      homes.push({ server: started, meters: [{ profile: meter.profile }], fault: 'none' });
      log.info({ profile: meter.profile, port: started.port }, 'meter runs');
    }
    for (const line of groupByLine(meters.filter((meter) => !isHomeDevice(meter)))) {
      const simulated = line.map(({ clock: own, ems, ...options }) => ({
        ...options,
        ...simulatedAt(own, ems),
      }));
      const started = await startLine(line[0]!, simulated);
      stops.push(started.close);
      const about = line.map(({ profile, unit }) => ({ profile, unit }));
      lines.push({ server: started, path: line[0]!.path, meters: about, fault: 'none' });
      for (const { profile, unit, path } of line)
        log.info({ profile, unit, path, port: started.port }, 'meter listens');
    }
    if (community) {
      const served = await serveRest('energy-community-rest', devices, community.port);
      stops.push(served.close);
      log.info({ devices: devices.size, port: served.port }, 'energy community listens');
    }
    if (!address) continue;
    const http = createHttp({
      log,
      health: () => ({ status: 'ok', meters: meters.length, now: new Date(timeOf(clock)()).toISOString() }),
      metrics: createMetrics(),
    });
    addFaultRoutes(http, () => [...lines, ...homes]);
    await http.listen({ host: '127.0.0.1', port: address.port });
    stops.push(() => http.close());
    log.info({ http: (http.server.address() as { port: number }).port }, 'faults on demand at /meters');
  }
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
});

function timeOf(clock: SimulatorsConfig['clock']): () => number {
  return clock?.name === 'replay' ? () => simulatedNowMs(clock) : Date.now;
}

/** A house that follows the orders of its community; `devices` gets it by its name there. */
function managed(
  { device: name, behaviour }: NonNullable<MeterConfig['ems']>,
  nowMs: () => number,
  devices: Map<string, EmsDevice>,
): (shown: At) => At {
  return (house) => {
    const { device, shown } = createManagedHouse(house, { nowMs, ...(behaviour && { behaviour }) });
    devices.set(name, device);
    return shown;
  };
}

type MeterConfig = SimulatorsConfig['meters'][number];

/** Not on Modbus: each is a line of its own. */
function isHomeDevice({ profile }: MeterConfig): boolean {
  return Object.hasOwn(HOME_DEVICES, profile);
}

/** Meters that name the same port or serial port are on one line; port 0 is a line of its own each time. */
function groupByLine(meters: readonly MeterConfig[]): MeterConfig[][] {
  const lines = new Map<string, MeterConfig[]>();
  for (const [index, meter] of meters.entries()) {
    const key = meter.path ?? (meter.port ? `${meter.host} ${meter.port}` : `any ${index}`);
    lines.set(key, [...(lines.get(key) ?? []), meter]);
  }
  return [...lines.values()];
}

function readConfigs(files: readonly string[]): SimulatorsConfig[] {
  const errors: string[] = [];
  const configs = files.flatMap((file) => {
    try {
      const config = loadConfig(SimulatorsConfig, {
        file,
        env: process.env,
        prefix: 'ACCESS_LAYER_SIMULATORS',
      });
      for (const { profile, port, path } of config.meters) {
        if ((port === undefined) === (path === undefined))
          errors.push(`${file}: a meter of ${profile} needs either a port or a path`);
        const known = [...Object.keys(MODBUS_METERS), ...Object.keys(HOME_DEVICES)];
        if (!known.includes(profile))
          errors.push(`${file}: no simulated meter "${profile}"; there are ${known.join(', ')}`);
      }
      return [config];
    } catch (error) {
      errors.push(messageOf(error));
      return [];
    }
  });
  if (errors.length === 0) return configs;
  process.stderr.write(`${errors.join('\n')}\n`);
  process.exit(1);
}
