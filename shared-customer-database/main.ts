import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';
import { configFaults, ScdConfig } from './config.ts';
import { startService } from './start-service.ts';

const USAGE = `Shared Customer Database: keeps certified records and serves readings with their proofs.

  node shared-customer-database/main.ts --config FILE

  --config FILE    configuration in YAML; ACCESS_LAYER_SHARED_CUSTOMER_DATABASE_HTTP_PORT=8080 lays over http.port, and so on
  --check-config   print every error of the configuration and end (0: none, 1: some)
  --help           this text`;

const { configs, checkOnly } = serviceArguments(USAGE);

function readConfig(): ScdConfig {
  const [file = ''] = configs;
  if (configs.length > 1) throw invalid([`${configs.length} files with --config; expected one`]);
  const config = loadConfig(ScdConfig, {
    file,
    env: process.env,
    prefix: 'ACCESS_LAYER_SHARED_CUSTOMER_DATABASE',
  });
  const faults = configFaults(config);
  if (faults.length > 0) throw invalid(faults);
  return config;
}

function invalid(errors: string[]): AccessLayerError {
  const message = `configuration ${configs.join(', ')} is not valid:\n${errors.map((line) => `  ${line}`).join('\n')}`;
  return new AccessLayerError({ code: 'CONFIG_INVALID', message, context: { errors } });
}

if (checkOnly) {
  try {
    readConfig();
    process.stdout.write('configuration is valid\n');
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  }
}

const log = createLog({ name: 'shared-customer-database' });
await runService(log, async () => {
  const service = await startService(readConfig(), log);
  return service.stop;
});
