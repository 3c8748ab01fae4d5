import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';
import { configFaults, ScdConfig } from './config.ts';
import { type RebuildArguments, rebuild, rebuildArguments } from './ingest/rebuild.ts';
import { startService } from './start-service.ts';

const USAGE = `Shared Customer Database: keeps certified records and serves readings with their proofs.

  node shared-customer-database/main.ts --config FILE
  node shared-customer-database/main.ts --config FILE --from OFFSET [--empty]

  --config FILE    configuration in YAML; ACCESS_LAYER_SHARED_CUSTOMER_DATABASE_HTTP_PORT=8080 lays over http.port, and so on
  --from OFFSET    read the stream again before going on with it: packets from this offset (0: all that is kept), with all
                   anchors and openings; refused where something is stored, unless it is emptied
  --empty          with --from: delete what is stored of the stream; documents, consents and accounts stay
  --check-config   print every error of the configuration and end (0: none, 1: some)
  --help           this text`;

const { rest, ...rebuilding } = readArguments();
const { configs, checkOnly } = serviceArguments(USAGE, rest);

function readArguments(): RebuildArguments {
  try {
    return rebuildArguments(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${USAGE}\n`);
    process.exit(2);
  }
}

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
  const config = readConfig();
  const { fromOffset, empty } = rebuilding;
  if (fromOffset !== undefined) await rebuild({ config, fromOffset, empty, log });
  const service = await startService(config, log);
  return service.stop;
});
