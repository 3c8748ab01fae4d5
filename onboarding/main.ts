import '@access-layer/kit/native';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';
import { checkedConfig, OnboardingConfig, type OnboardingSettings } from './config.ts';
import { startOnboarding } from './service.ts';

const USAGE = `Usage: node onboarding/main.ts --config FILE [--check-config]

Lets Light Nodes in by one-time codes, issues and renews their certificates, asks the registrar to bind, move and end
their keys, and tells the broker whom to refuse. It holds the key of the authority: run it where little else runs.`;

const { configs, checkOnly } = serviceArguments(USAGE);
const settings = readSettings(configs);
if (checkOnly) {
  process.stdout.write(`${configs.join(', ')}: valid\n`);
  process.exit(0);
}

const log = createLog({ name: 'onboarding', level: settings.logLevel });
await runService(log, async () => {
  const service = await startOnboarding(settings, log);
  return () => service.stop();
});

function readSettings(files: string[]): OnboardingSettings {
  try {
    if (files.length !== 1) throw new TypeError(`${files.length} configurations; this service takes one`);
    const source = { file: files[0]!, env: process.env, prefix: 'ACCESS_LAYER_ONBOARDING' };
    return checkedConfig(loadConfig(OnboardingConfig, source));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(error instanceof AccessLayerError || error instanceof TypeError ? 1 : 2);
  }
}
