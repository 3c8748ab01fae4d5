import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { EmsDevice, EmsOrder } from './device.ts';

type Handler = (request: { method: string; url: URL; body: unknown }) => { status: number; answer: unknown };

/** Devices by the names that they have with their server. */
export type DevicesByName = ReadonlyMap<string, EmsDevice>;

/** A community's platform: an order for each of its devices by name; `free` ends it. */
function community(devices: DevicesByName): Handler {
  return ({ method, url, body }) => {
    const device = devices.get(/^\/devices\/([\w-]+)\/order$/.exec(url.pathname)?.[1] ?? '');
    if (!device) return { status: 404, answer: { error: 'no such device' } };
    const { mode, powerW, revertS } = (body ?? {}) as { mode?: string; powerW?: number; revertS?: number };
    if (method !== 'PUT' || mode === undefined) return { status: 405, answer: { error: 'PUT a mode' } };
    if (device.behaviour === 'ignores') return { status: 200, answer: { mode: 'free' } };
    if (mode === 'free') device.release();
    else if (!device.take({ mode, valueW: powerW, revertS } as EmsOrder)) {
      return { status: 409, answer: { error: 'the device does not take orders now' } };
    }
    return { status: 200, answer: { mode, powerW } };
  };
}

/** A charger with the keys of the go-eCharger's local API, version 2: `amp` A per phase, `frc` 1 stops, 0 lets it be. */
function charger(devices: DevicesByName): Handler {
  const device = [...devices.values()][0]!;
  const state = { amp: 16, frc: 0 };
  return ({ url }) => {
    if (url.pathname === '/api/status') return { status: 200, answer: state };
    if (url.pathname !== '/api/set') return { status: 404, answer: {} };
    const keys = [...url.searchParams.keys()] as (keyof typeof state)[];
    if (device.behaviour === 'refuses') {
      return { status: 200, answer: Object.fromEntries(keys.map((key) => [key, 'not allowed now'])) };
    }
    if (device.behaviour === 'ignores') return { status: 200, answer: {} };
    for (const key of keys) state[key] = Number(url.searchParams.get(key));
    if (state.frc === 1) device.take({ mode: 'limit-import', valueW: 0 });
    else if (state.amp < 16) device.take({ mode: 'limit-import', valueW: state.amp * 3 * 230 });
    else device.release();
    return { status: 200, answer: Object.fromEntries(keys.map((key) => [key, true])) };
  };
}

/** Devices by the name of the template that commands them. */
export const REST_DEVICES: Record<string, (devices: DevicesByName) => Handler> = {
  'energy-community-rest': community,
  'ev-charger-rest': charger,
};

/** Devices behind an HTTP interface; a charger is alone behind its own. */
export async function serveRest(
  kind: string,
  devices: DevicesByName,
  port = 0,
): Promise<{ port: number; close(): Promise<void> }> {
  const make = REST_DEVICES[kind];
  if (!make) throw new RangeError(`no REST for "${kind}"; there are ${Object.keys(REST_DEVICES).join(', ')}`);
  const handle = make(devices);
  const server: Server = createServer(async (request, response) => {
    const { method = 'GET' } = request;
    const url = new URL(request.url ?? '/', 'http://device');
    const { status, answer } = handle({ method, url, body: await readJson(request) });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return {
    port: (server.address() as { port: number }).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += chunk;
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
