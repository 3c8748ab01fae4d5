import { messageOf } from '@access-layer/core/errors';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';
import { type GatewayConfig, loadGatewayConfig } from './config.ts';
import { readTable, startGateway } from './gateway.ts';

const USAGE = `Usage: node gateway/main.ts --config FILE [--check-config]

Runs the front door: one port for all APIs, OAuth 2.0, limits and access statistics.
gateway/routes.yaml is the route table; gateway/README.md tells about the configuration.`;

const { configs, checkOnly } = serviceArguments(USAGE);
const file = configs[0]!;
const config = readConfig();
if (checkOnly) {
  process.stdout.write(`${file}: valid\n`);
  process.exit(0);
}

const log = createLog({ name: 'gateway', level: config.logLevel ?? 'info' });
await runService(log, async () => {
  const gateway = await startGateway(config, log);
  return () => gateway.stop();
});

/** All errors at once, then the end: nothing runs half. */
function readConfig(): GatewayConfig {
  try {
    const read = loadGatewayConfig(file, process.env);
    readTable(read);
    return read;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  }
}
