import { messageOf } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { createHttp } from '@access-layer/kit/http';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';
import { createMetrics } from '@access-layer/kit/metrics';
import { StakeholdersConfig } from './config.ts';
import { startRounds } from './rounds.ts';

const USAGE = `Usage: node simulators/stakeholders/main.ts --config FILE [--check-config]

Runs a TSO, an aggregator, a market and a DSO that read and write through the front door, a round a minute.`;

const { configs: files, checkOnly } = serviceArguments(USAGE);
const config = readConfig();
if (checkOnly) {
  process.stdout.write(`${files.join(', ')}: valid\n`);
  process.exit(0);
}

const log = createLog({ name: 'stakeholders' });
await runService(log, async () => {
  const rounds = startRounds(config, log);
  const health = () => ({ status: 'ok' as const, ...rounds.counts() });
  const http = createHttp({ log, health, metrics: createMetrics() });
  await http.listen({ host: '127.0.0.1', port: config.http.port });
  return async () => {
    await rounds.stop();
    await http.close();
  };
});

function readConfig(): StakeholdersConfig {
  const [file = ''] = files;
  try {
    if (files.length > 1) throw new TypeError(`${files.length} files with --config; expected one`);
    return loadConfig(StakeholdersConfig, { file, env: process.env, prefix: 'ACCESS_LAYER_STAKEHOLDERS' });
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  }
}
