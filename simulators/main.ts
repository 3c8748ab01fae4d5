import { messageOf } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { createHttp } from '@access-layer/kit/http';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';
import { createMetrics } from '@access-layer/kit/metrics';
import { SimulatorsConfig } from './config.ts';
import { REGISTER_MAPS, startMeter } from './meter.ts';
import { simulatedNowMs } from './replay-time.ts';

const USAGE = `Usage: node simulators/main.ts --config FILE [--config FILE ...] [--check-config]

Runs simulated meters on Modbus TCP that replay a real week of a house.`;

const { configs: files, checkOnly } = serviceArguments(USAGE);
const configs = readConfigs(files);
if (checkOnly) {
  process.stdout.write(`${files.join(', ')}: valid\n`);
  process.exit(0);
}

const log = createLog({ name: 'simulators' });
await runService(log, async () => {
  const stops: (() => Promise<void>)[] = [];
  for (const { meters, clock, http: address } of configs) {
    for (const { clock: own, ...options } of meters) {
      const meter = await startMeter({ ...options, nowMs: timeOf(own ?? clock) });
      stops.push(meter.close);
      log.info({ profile: options.profile, unit: options.unit, port: meter.port }, 'meter listens');
    }
    if (!address) continue;
    const http = createHttp({
      log,
      health: () => ({ status: 'ok', meters: meters.length, now: new Date(timeOf(clock)()).toISOString() }),
      metrics: createMetrics(),
    });
    await http.listen({ host: '127.0.0.1', port: address.port });
    stops.push(() => http.close());
  }
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
});

function timeOf(clock: SimulatorsConfig['clock']): () => number {
  return clock?.name === 'replay' ? () => simulatedNowMs(clock) : Date.now;
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
      for (const { profile } of config.meters) {
        const known = Object.keys(REGISTER_MAPS);
        if (!known.includes(profile))
          errors.push(`${file}: no register map "${profile}"; there are ${known.join(', ')}`);
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
