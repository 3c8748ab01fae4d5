import { join } from 'node:path';
import type { Log } from '@access-layer/kit/log';
import { createCa, issueIdentity, readCa, writeIdentity } from '@access-layer/kit/pki';
import { checkedConfig, type OnboardingConfig } from '@access-layer/onboarding/config';
import { startOnboarding } from '@access-layer/onboarding/service';

type Auth = OnboardingConfig['auth'];

/** The onboarding service with an authority of its own, and nobody who answers on its stream. */
export async function startOnboardingAlone(dir: string, auth: Auth, log: Log) {
  const authority = await createCa('Test authority');
  const server = { commonName: 'onboarding', serverNames: ['127.0.0.1'] };
  const ca = writeIdentity(dir, 'ca', authority);
  const config: OnboardingConfig = {
    network: 'test-1',
    dataDir: join(dir, 'onboarding'),
    http: { port: 0 },
    device: {
      ...{ port: 0, url: 'https://127.0.0.1:1' },
      ...writeIdentity(dir, 'server', await issueIdentity(await readCa(authority), server)),
    },
    authority: ca,
    broker: 'mqtts://127.0.0.1:1',
    anchorers: [`0x${'00'.repeat(20)}`],
    setPointSigners: [],
    stream: { name: 'embedded', dir: join(dir, 'stream') },
    auth,
  };
  const service = await startOnboarding(checkedConfig(config), log);
  return { ...service, url: `http://127.0.0.1:${service.httpPort}` };
}
