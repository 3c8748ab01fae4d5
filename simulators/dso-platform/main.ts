import { readFileSync } from 'node:fs';
import { messageOf } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { createHttp } from '@access-layer/kit/http';
import { loadKey } from '@access-layer/kit/keystore';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';
import { createMetrics } from '@access-layer/kit/metrics';
import { DsoPlatformConfig } from './config.ts';
import { startPlatform } from './platform.ts';
import { addOperatorRoutes } from './routes.ts';
import { startSchedule } from './schedule.ts';

const USAGE = `Usage: node simulators/dso-platform/main.ts --config FILE [--check-config]

Runs a simulated DSO Technical Platform: it signs set-points, on a schedule or for an operator, publishes them over
MQTTS with its own certificate, and shows what became of each.`;

const { configs: files, checkOnly } = serviceArguments(USAGE);
const config = readConfig(files[0]!);
if (checkOnly) {
  process.stdout.write(`${files[0]}: valid\n`);
  process.exit(0);
}

const log = createLog({ name: 'dso-platform' });
await runService(log, async () => {
  const privateKey = loadKey(config.keystoreFile, config.passphraseFile);
  const platform = startPlatform({ ...config, privateKey, log });
  const stopSchedule = startSchedule(platform, config, log);
  const http = createHttp({
    log,
    health: () =>
      platform.connected()
        ? { status: 'ok', targets: config.targets.length }
        : { status: 'starting', reason: 'the broker is not connected' },
    metrics: createMetrics([
      {
        name: 'access_layer_platform_set_points',
        help: 'Set-points by what the platform knows of them last.',
        labelNames: ['status'],
        read: () => platform.counts().map(({ status, count }) => ({ labels: { status }, value: count })),
      },
    ]),
  });
  addOperatorRoutes(http, { platform, token: readFileSync(config.http.operatorTokenFile, 'utf8').trim() });
  await http.listen({ host: '127.0.0.1', port: config.http.port });
  log.info({ port: (http.server.address() as { port: number }).port }, 'listening');
  return async () => {
    stopSchedule();
    await http.close();
    await platform.stop();
  };
});

function readConfig(file: string): DsoPlatformConfig {
  try {
    return loadConfig(DsoPlatformConfig, { file, env: process.env, prefix: 'ACCESS_LAYER_DSO_PLATFORM' });
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  }
}
