import { AccessLayerError } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { LightNodeConfig } from '../config.ts';
import { loadTemplate } from '../ems-device/template.ts';
import { loadAdapter } from '../load-adapter.ts';
import type { Device } from './executor.ts';
import { responseLimits } from './response.ts';

/**
 * Checks the device that a configuration names, template and adapter together; answers how to open it.
 * @throws AccessLayerError LN_EMS_TEMPLATE, LN_ADAPTER_UNKNOWN, CONFIG_INVALID
 */
export async function loadDevice({
  id,
  template: name,
  templateDir,
  adapter: options,
  ...site
}: NonNullable<LightNodeConfig['ems']>): Promise<(log: Log) => Device> {
  const template = loadTemplate(name, templateDir);
  const adapter = await loadAdapter('ems', options);
  if (adapter.protocol !== template.protocol) {
    throw new AccessLayerError({
      code: 'LN_EMS_TEMPLATE',
      message: `template "${name}" speaks ${template.protocol}; the adapter "${options.name}" speaks ${adapter.protocol}`,
    });
  }
  if (site.ratedPowerW === undefined && JSON.stringify(template.modes).includes('"percent"')) {
    throw new AccessLayerError({
      code: 'LN_EMS_TEMPLATE',
      message: `template "${name}" commands a percentage; ems.ratedPowerW is missing, the rating of the device in W`,
    });
  }
  return (log) => ({
    ems: adapter.create({ options, template, site, log }),
    name: { id, protocol: options.name },
    limits: responseLimits(template),
    revertMs: template.revert.seconds === undefined ? undefined : 1000 * template.revert.seconds,
  });
}
