import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { startChain2Gate } from './chain2-gate.ts';
import { tasmotaSensor } from './json-documents.ts';
import { listen } from './listen.ts';
import { type MqttDevice, startMqttMeter } from './mqtt-meter.ts';
import type { Quantities } from './quantities.ts';
import { startShelly } from './shelly.ts';

export interface HomeDeviceOptions {
  /** Of loopback; 0 takes any free one. */
  port: number;
  quantitiesAt: (timeMs: number) => Quantities;
  nowMs: () => number;
  /** How often those speak that speak by themselves, real ms; 5000 unless given. */
  publishEveryMs?: number;
}

export interface HomeDevice {
  port: number;
  close(): Promise<void>;
}

type Start = (options: HomeDeviceOptions) => Promise<HomeDevice>;

/** A household's contract; with a tenth more power available, as Italian contracts have it. */
const CHAIN2_SUPPLY = { contractW: 6000, availableW: 6600 };
const QUARTER_MS = 900_000;
/** The name of the device in its topics. */
export const MQTT_DEVICE_NAME = 'meter';

/** Meters that are not on Modbus, by the profile that reads them. */
export const HOME_DEVICES: Record<string, Start> = {
  'chain2-gate': (options) =>
    startChain2Gate({ ...options, ...CHAIN2_SUPPLY, sinceMs: options.nowMs() - QUARTER_MS }),
  'shelly-em': (options) => startShelly({ ...options, generation: 1 }),
  'shelly-pro-em': (options) => startShelly({ ...options, generation: 2 }),
  'shelly-em-mqtt': (options) => publish('shelly-em', options),
  'shelly-pro-em-mqtt': (options) => publish('shelly-pro-em', options),
  tasmota: (options) => publish('tasmota', options),
  'tasmota-rest': startTasmotaHttp,
  zigbee2mqtt: (options) => publish('zigbee2mqtt', options),
  'zwave-meter': async (options) => (await import('./zwave-meter.ts')).startZwaveMeter(options),
};

/** A Tasmota device that is asked by its web requests. */
async function startTasmotaHttp({ port, quantitiesAt, nowMs }: HomeDeviceOptions): Promise<HomeDevice> {
  const server = createHttpServer((request, response) => {
    if (request.url !== '/cm?cmnd=Status%208') return void response.writeHead(404).end('{}');
    const timeMs = nowMs();
    const status = { StatusSNS: tasmotaSensor(quantitiesAt(timeMs), timeMs) };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(status));
  });
  return {
    port: await listen(server, port),
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

/** A device together with the broker of its house, which listens at the port. */
async function publish(
  kind: MqttDevice,
  { port, quantitiesAt, nowMs, publishEveryMs = 5000 }: HomeDeviceOptions,
): Promise<HomeDevice> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    aedes.handle(socket);
  });
  const taken = await listen(server, port);
  const meter = await startMqttMeter({
    ...{ url: `mqtt://127.0.0.1:${taken}`, kind, device: MQTT_DEVICE_NAME },
    ...{ intervalMs: publishEveryMs, quantitiesAt, nowMs },
  });
  return {
    port: taken,
    async close() {
      await meter.close();
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
