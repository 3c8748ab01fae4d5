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
  zwave?: string | undefined;
  node: string;
  device?: string | undefined;
  channel: string;
  username?: string | undefined;
  'password-file'?: string | undefined;
  'ca-file'?: string | undefined;
  listen: string;
}

type Address =
  | { ok: true; where: string; driver: DeviceDriver; listenMs: number }
  | { ok: false; detail: string };

/** What a URL, or a stick, says about a meter; undefined where it is neither, but a host. */
export function parseAddress(address: string | undefined, options: AddressOptions): Address | undefined {
  if (options.zwave !== undefined) return parseStick(address, options.zwave, options);
  const scheme = /^([a-z]+):\/\//.exec(address ?? '')?.[1];
  if (scheme === undefined) return undefined;
  const name = DRIVERS[scheme];
  if (!name) return { ok: false, detail: `"${scheme}" is none of ${Object.keys(DRIVERS).join(', ')}` };
  const listenMs = listenMsOf(options);
  if (listenMs === undefined) return wrongListen(options);
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
  return { ok: true, where: address!, driver, listenMs };
}

/** A device by its number in the network of a stick; what zwave-js learns of it goes to a folder that the caller gives. */
function parseStick(address: string | undefined, port: string, options: AddressOptions): Address {
  const node = Number(options.node);
  const listenMs = listenMsOf(options);
  if (address !== undefined) return { ok: false, detail: 'Name one meter: HOST, or a stick with --z-wave.' };
  if (!Number.isInteger(node) || node < 2 || node > 4000) {
    return {
      ok: false,
      detail: `--node is "${options.node}"; expected its number in the network, 2 to 4000`,
    };
  }
  if (listenMs === undefined) return wrongListen(options);
  return { ok: true, where: `node ${node} at ${port}`, driver: { name: 'z-wave', port, node }, listenMs };
}

function listenMsOf({ listen }: AddressOptions): number | undefined {
  const listenS = Number(listen);
  return listenS >= 1 && listenS <= 3600 ? 1000 * listenS : undefined;
}

function wrongListen({ listen }: AddressOptions): Address {
  return { ok: false, detail: `--listen is "${listen}"; expected 1 to 3600 seconds` };
}
