import '@access-layer/kit/native';
import { setFlagsFromString } from 'node:v8';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';
import { BalConfig, type BalSettings, requireSafe, withDefaults } from './config.ts';
import { startBlockchainAccessLayer } from './service.ts';

const USAGE = `Usage: node blockchain-access-layer/main.ts --config FILE [--check-config]

Takes the packets of Light Nodes over MQTT, acknowledges each when it is checked and on disk, seals them to batches,
publishes these on the stream and anchors them on the chain.`;

// Packets live for tens of milliseconds: just long enough to be taken for old. Left alone, V8 lets that garbage grow to
// several times what is in use before it looks, and the process to 600 MB; collecting earlier costs 2 % of the time.
setFlagsFromString('--heap-growing-percent=20');

const { configs, checkOnly } = serviceArguments(USAGE);
const settings = readSettings(configs);
if (checkOnly) {
  process.stdout.write(`${configs.join(', ')}: valid\n`);
  process.exit(0);
}

const log = createLog({ name: 'blockchain-access-layer', level: settings.logLevel });
await runService(log, async () => {
  const onFatal = (error: Error) => {
    log.fatal({ err: error }, messageOf(error));
    process.exit(1);
  };
  const service = await startBlockchainAccessLayer(settings, { log, onFatal });
  return () => service.stop();
});

function readSettings(files: string[]): BalSettings {
  try {
    if (files.length !== 1) throw new TypeError(`${files.length} configurations; this service takes one`);
    const source = { file: files[0]!, env: process.env, prefix: 'ACCESS_LAYER_BLOCKCHAIN_ACCESS_LAYER' };
    const read = withDefaults(loadConfig(BalConfig, source));
    requireSafe(read);
    return read;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(error instanceof AccessLayerError || error instanceof TypeError ? 1 : 2);
  }
}
