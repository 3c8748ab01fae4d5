import '@access-layer/kit/native';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';
import { AlarmsConfig, type AlarmsSettings, checkedConfig } from './config.ts';
import { startAlarms } from './service.ts';

const USAGE = `Usage: node alarms/main.ts --config FILE [--check-config]

Judges rules on readings, anomalies, anchoring and metrics, keeps what rings, and tells it by e-mail, Slack and webhook.`;

const { configs, checkOnly } = serviceArguments(USAGE);
const settings = readSettings(configs);
if (checkOnly) {
  process.stdout.write(`${configs.join(', ')}: valid\n`);
  process.exit(0);
}

const log = createLog({ name: 'alarms', level: settings.logLevel });
await runService(log, async () => {
  const service = await startAlarms(settings, { log, env: process.env });
  return () => service.stop();
});

function readSettings(files: string[]): AlarmsSettings {
  try {
    if (files.length !== 1) throw new TypeError(`${files.length} configurations; this service takes one`);
    const source = { file: files[0]!, env: process.env, prefix: 'ACCESS_LAYER_ALARMS' };
    return checkedConfig(loadConfig(AlarmsConfig, source));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(error instanceof AccessLayerError || error instanceof TypeError ? 1 : 2);
  }
}
