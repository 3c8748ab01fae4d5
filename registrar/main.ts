import '@access-layer/kit/native';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';
import { checkedConfig, RegistrarConfig, type RegistrarSettings } from './config.ts';
import { startRegistrarService } from './service.ts';

const USAGE = `Usage: node registrar/main.ts --config FILE [--check-config]

Acts for the DSO: writes into the registry contract what the stream "registry-requests" asks, and publishes what each
commitment stands for on the stream "registry". It holds the DSO's key: run it where nothing else runs.`;

const { configs, checkOnly } = serviceArguments(USAGE);
const settings = readSettings(configs);
if (checkOnly) {
  process.stdout.write(`${configs.join(', ')}: valid\n`);
  process.exit(0);
}

const log = createLog({ name: 'registrar', level: settings.logLevel });
await runService(log, async () => {
  const service = await startRegistrarService(settings, log);
  return () => service.stop();
});

function readSettings(files: string[]): RegistrarSettings {
  try {
    if (files.length !== 1) throw new TypeError(`${files.length} configurations; this service takes one`);
    const source = { file: files[0]!, env: process.env, prefix: 'ACCESS_LAYER_REGISTRAR' };
    return checkedConfig(loadConfig(RegistrarConfig, source));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(error instanceof AccessLayerError || error instanceof TypeError ? 1 : 2);
  }
}
