import { readFileSync } from 'node:fs';

/** How this machine reaches the network. */
export interface Signal {
  /** Of the default route, for example `eth0` or `wlan0`. */
  interface: string;
  /** Strength of a wireless one, dBm: -50 is good, -80 is poor. */
  dbm?: number;
}

/** As Linux tells it; undefined where there is no default route, or no Linux. `dir` is /proc/net. */
export function readSignal(dir = '/proc/net'): Signal | undefined {
  const name = defaultInterface(read(`${dir}/route`));
  if (!name) return undefined;
  const dbm = levelOf(name, read(`${dir}/wireless`));
  return { interface: name, ...(dbm !== undefined && { dbm }) };
}

/** The route to 0.0.0.0 with the least metric: Iface Destination Gateway Flags RefCnt Use Metric … */
function defaultInterface(routes: string): string | undefined {
  return routes
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, destination]) => destination === '00000000')
    .sort((a, b) => Number(a[6]) - Number(b[6]))[0]?.[0];
}

/** `wlan0: 0000   54.  -56.  -256 …`: status, link, level, noise. */
function levelOf(name: string, wireless: string): number | undefined {
  const line = wireless.split('\n').find((each) => each.trim().startsWith(`${name}:`));
  const level = Number(line?.trim().split(/\s+/)[3]);
  return Number.isFinite(level) ? level : undefined;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
