import { Duplex } from 'node:stream';
import type { TestContext } from 'node:test';
import { openSerialPort } from '@access-layer/kit/serial-port';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import type { EmsDevice } from '@access-layer/simulators/ems/device';
import { createRegisterDevice, serveModbusTcp } from '@access-layer/simulators/ems/modbus-device';
import { serveModbusRtu } from '@access-layer/simulators/ems/modbus-rtu-device';
import { joinMqtt } from '@access-layer/simulators/ems/mqtt-device';
import { serveRest } from '@access-layer/simulators/ems/rest-device';
import { serveZwave } from '@access-layer/simulators/ems/zwave-device';
import { openSerialPair } from '@access-layer/simulators/serial-pair';
import { startMosquitto } from './mosquitto.ts';

/** A device on its real protocol, whose line can be cut and mended; `options` are those of the node's adapter. */
export interface EmsPeer {
  options: { name: string; [key: string]: unknown };
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export type PeerKind = 'modbus-tcp' | 'modbus-rtu' | 'rest' | 'mqtts' | 'z-wave';

/** The device of a template behind a peer of a kind. It ends with the test. */
export function startEmsPeer(
  t: TestContext,
  kind: PeerKind,
  template: string,
  device: EmsDevice,
): Promise<EmsPeer> {
  return PEERS[kind](t, template, device);
}

interface Served {
  port: number;
  close(): Promise<void>;
}

/** What is served on a port: the line is cut by closing it, and mended by serving the same device there again. */
async function onPort(
  t: TestContext,
  serve: (port: number) => Promise<Served>,
  optionsAt: (port: number) => EmsPeer['options'],
): Promise<EmsPeer> {
  let served = await serve(0);
  let isCut = false;
  const { port } = served;
  const cut = async () => {
    if (!isCut) await served.close();
    isCut = true;
  };
  t.after(cut);
  return {
    options: optionsAt(port),
    cut,
    async mend() {
      served = await serve(port);
      isCut = false;
    },
  };
}

const RECONNECT = { reconnectMinMs: 1, reconnectMaxMs: 1 };

const PEERS: Record<PeerKind, (t: TestContext, template: string, device: EmsDevice) => Promise<EmsPeer>> = {
  'modbus-tcp'(t, template, device) {
    const answer = createRegisterDevice(template, device);
    return onPort(
      t,
      (port) => serveModbusTcp(answer, { port }),
      (port) => ({ name: 'modbus-tcp', host: '127.0.0.1', port, unit: 1, timeoutMs: 5000, ...RECONNECT }),
    );
  },

  async 'modbus-rtu'(t, template, device) {
    const pair = await openSerialPair();
    const port = await openSerialPort({ path: pair.meterPath, baudRate: 9600 });
    t.after(async () => {
      port.destroy();
      await pair.close();
    });
    let isCut = false;
    const wire = new Duplex({
      read() {},
      write(chunk, _encoding, done) {
        if (!isCut) port.write(chunk);
        done();
      },
    });
    port.on('data', (chunk) => isCut || wire.push(chunk));
    serveModbusRtu(wire, createRegisterDevice(template, device), 7);
    const set = async (cut: boolean) => {
      isCut = cut;
    };
    const options = { name: 'modbus-rtu', path: pair.readerPath, unit: 7, timeoutMs: 1000, ...RECONNECT };
    return { options, cut: () => set(true), mend: () => set(false) };
  },

  rest(t, template, device) {
    return onPort(
      t,
      (port) => serveRest(template, new Map([['house-1', device]]), port),
      (port) => ({ name: 'rest', url: `http://127.0.0.1:${port}`, device: 'house-1' }),
    );
  },

  async mqtts(t, _template, device) {
    const { plainUrl, tlsUrl, pki, start, kill } = await startMosquitto(t);
    const { close } = await joinMqtt(plainUrl, 'house-1', device);
    t.after(close);
    const { caFile, certFile, keyFile } = pki;
    const options = {
      ...{ name: 'mqtt', url: tlsUrl, device: 'house-1', caFile, certFile, keyFile, timeoutMs: 5000 },
    };
    return { options, cut: kill, mend: start };
  },

  'z-wave'(t, template, device) {
    process.env.NODE_ENV = 'test'; // zwave-js then leaves out the pauses that a stick's firmware needs
    const ratedW = device.powerW();
    const cacheDir = temporaryFolder('light-node-');
    return onPort(
      t,
      (port) => serveZwave(template, device, { ratedW, port }),
      (port) => ({
        ...{ name: 'z-wave', port: `tcp://127.0.0.1:${port}`, node: 2, cacheDir },
        ...{ quickStart: true, timeoutMs: 3000 },
      }),
    );
  },
};
