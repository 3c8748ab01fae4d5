import type { DeviceDriver } from '@access-layer/light-node/probe/probe-device';

/** Addresses of meters that are not on Modbus, and the driver for each. */
const DRIVERS: Record<string, DeviceDriver['name']> = {
  http: 'rest',
  https: 'rest',
  mqtt: 'mqtt',
  mqtts: 'mqtt',
  ws: 'chain2-gate',
  wss: 'chain2-gate',
};

export interface AddressOptions {
  device?: string | undefined;
  channel: string;
  username?: string | undefined;
  'password-file'?: string | undefined;
  'ca-file'?: string | undefined;
  listen: string;
}

/** What a URL says about a meter; undefined where it is none, but a host. */
export function parseAddress(
  address: string | undefined,
  options: AddressOptions,
): { ok: true; driver: DeviceDriver; listenMs: number } | { ok: false; detail: string } | undefined {
  const scheme = /^([a-z]+):\/\//.exec(address ?? '')?.[1];
  if (scheme === undefined) return undefined;
  const name = DRIVERS[scheme];
  if (!name) return { ok: false, detail: `"${scheme}" is none of ${Object.keys(DRIVERS).join(', ')}` };
  const listenS = Number(options.listen);
  if (!(listenS >= 1 && listenS <= 3600)) {
    return { ok: false, detail: `--listen is "${options.listen}"; expected 1 to 3600 seconds` };
  }
  if (name === 'mqtt' && !options.device) {
    return { ok: false, detail: 'Name the device as it stands in its topics: --device NAME.' };
  }
  const { device, channel, username, 'password-file': passwordFile, 'ca-file': caFile } = options;
  const vars = { channel, ...(device && { device }) };
  const login = {
    ...(username && { username }),
    ...(passwordFile && { passwordFile }),
    ...(caFile && { caFile }),
  };
  const driver = {
    name,
    url: address!.replace(/\/$/, ''),
    ...(name !== 'chain2-gate' && { vars, ...login }),
  };
  return { ok: true, driver, listenMs: 1000 * listenS };
}
