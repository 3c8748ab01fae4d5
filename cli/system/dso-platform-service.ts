import { type SystemPlan, service, writeYaml } from './configs.ts';
import { DSO_PLATFORM_ID, takesSetPoints } from './dso-platform.ts';
import type { ServiceSpec } from './service-process.ts';

/** A set-point every few minutes, so that one sees some. */
const SCHEDULE = { everyS: 180, lastsS: 90, valueW: 1000 };

/** The simulated DSO Technical Platform, for the nodes that take set-points. */
export function dsoPlatformService({ folder, ports, provisioned, clocks }: SystemPlan): ServiceSpec {
  const { keyFiles, certificate, operatorTokenFile } = provisioned.dsoPlatform;
  const { keystoreFile, passphraseFile } = keyFiles;
  const file = writeYaml(folder.dsoPlatform, 'config.yaml', {
    id: DSO_PLATFORM_ID,
    network: provisioned.network,
    broker: { url: `mqtts://127.0.0.1:${ports.mqtt}`, caFile: provisioned.caFile, ...certificate },
    keystoreFile,
    passphraseFile,
    dataDir: folder.dsoPlatform,
    anchorers: [provisioned.anchorerKey.address],
    http: { port: ports.dsoPlatform, operatorTokenFile },
    targets: provisioned.nodes
      .filter(({ id, ordinal }) => takesSetPoints(ordinal, clocks.get(id)!))
      .map(({ id, podCode }) => ({ node: id, pod: podCode })),
    schedule: SCHEDULE,
  });
  const main = '@access-layer/simulators/dso-platform/main';
  return service(folder, 'dso-platform', main, [file], ports.dsoPlatform);
}
