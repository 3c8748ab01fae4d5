import type { NetworkFile } from '@access-layer/core/network';
import { authOf, POD_PATTERN, type SystemPlan, service, streamOf, writeYaml } from './configs.ts';
import type { ServiceSpec } from './service-process.ts';

/** Lets Light Nodes in: it has the key of the development authority, and asks the registrar for everything else. */
export function onboardingService(plan: SystemPlan, { network }: NetworkFile): ServiceSpec {
  const { folder, ports, provisioned } = plan;
  const { caFile, caKeyFile, anchorerKey, dsoPlatform, onboardingServer } = provisioned;
  const file = writeYaml(folder.onboarding, 'config.yaml', {
    network,
    dataDir: folder.onboarding,
    http: { port: ports.onboarding },
    device: { port: ports.enrolment, url: `https://127.0.0.1:${ports.enrolment}`, ...onboardingServer },
    authority: { certFile: caFile, keyFile: caKeyFile },
    broker: `mqtts://127.0.0.1:${ports.mqtt}`,
    anchorers: [anchorerKey.address],
    setPointSigners: [dsoPlatform.keyFiles.address],
    stream: streamOf(plan),
    auth: authOf(plan),
    podPattern: POD_PATTERN,
  });
  return service(folder, 'onboarding', '@access-layer/onboarding/main', [file], ports.onboarding);
}
