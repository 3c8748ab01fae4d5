import { createServer, type Socket } from 'node:net';
import { CommandClasses } from '@zwave-js/core';
import { SerialAPIParser, ZWaveSerialFrameType } from '@zwave-js/serial';
import { createAndOpenMockedZWaveSerialPort } from '@zwave-js/serial/mock';
import { MockController, MockNode, type MockNodeBehavior } from '@zwave-js/testing';
import { createDefaultMockControllerBehaviors, createDefaultMockNodeBehaviors } from 'zwave-js/Testing';
import { listen } from './listen.ts';
import type { Quantities } from './quantities.ts';

export interface ZwaveMeterOptions {
  host?: string;
  port: number;
  /** Number of the meter in the network; the controller is 1. */
  node?: number;
  quantitiesAt: (timeMs: number) => Quantities;
  nowMs: () => number;
  /** What the device is beside a meter: a switch, for example. */
  also?: { commandClasses: CommandClassOfMock[]; behaviors: MockNodeBehavior[] };
}

/** A command class with what the mock of a device says of it. */
export type CommandClassOfMock = NonNullable<
  NonNullable<Parameters<typeof MockNode.create>[0]['capabilities']>['commandClasses']
>[number];

export interface ZwaveMeter {
  port: number;
  close(): Promise<void>;
}

/** Scales of an electric meter: kWh, W, V, A. */
const SCALES = [0, 2, 4, 5];
const PRODUCED = 2;

/**
 * A Z-Wave stick at a TCP port with one meter in its network, made of the mock controller of zwave-js: the serial protocol
 * and the radio frames are those of zwave-js itself. One client at a time.
 */
export async function startZwaveMeter(options: ZwaveMeterOptions): Promise<ZwaveMeter> {
  const { host = '127.0.0.1', port, node = 2 } = options;
  const { serial, port: mockPort } = await createAndOpenMockedZWaveSerialPort();
  const controller = await MockController.create({ mockPort, serial, ownNodeId: 1 });
  controller.defineBehavior(...createDefaultMockControllerBehaviors());
  // A stick goes on where nobody confirms a frame: its host was ended, or is slow. The mock would end the process.
  const expectAck = controller.expectHostACK.bind(controller);
  controller.expectHostACK = (...of) => expectAck(...of).catch(() => undefined);
  const meter = await MockNode.create({
    controller,
    id: node,
    capabilities: { commandClasses: [meterClass(options), ...(options.also?.commandClasses ?? [])] },
  });
  meter.defineBehavior(...createDefaultMockNodeBehaviors());
  if (options.also) meter.defineBehavior(...options.also.behaviors); // what is defined later is asked first
  controller.addNode(meter);

  let client: Socket | undefined;
  const reading = forward(serial.readable, () => client);
  const server = createServer((socket) => {
    client = socket;
    socket.setNoDelay(true).on('error', () => {});
    const frames = new SerialAPIParser();
    const writer = frames.writable.getWriter();
    // The mock controller wants each frame whole, and TCP keeps no bounds.
    void frames.readable
      .pipeTo(
        new WritableStream({
          async write(frame) {
            if (frame.type === ZWaveSerialFrameType.SerialAPI) await serial.writeAsync(bytesOf(frame.data));
          },
        }),
      )
      .catch(() => {});
    socket.on('data', (chunk) => void writer.write(chunk).catch(() => {}));
    socket.on('close', () => void writer.abort().catch(() => {}));
  });
  server.maxConnections = 1;
  const taken = await listen(server, port, host);
  return {
    port: taken,
    async close() {
      client?.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      controller.destroy();
      await serial.close();
      mockPort.destroy();
      await reading;
    },
  };
}

function meterClass({ quantitiesAt, nowMs }: ZwaveMeterOptions) {
  return {
    ccId: CommandClasses.Meter,
    isSupported: true,
    version: 4,
    meterType: 1,
    supportedScales: SCALES,
    supportedRateTypes: [1, PRODUCED],
    supportsReset: false,
    getValue: (scale: number, rateType: number) => report(quantitiesAt(nowMs()), scale, rateType),
  };
}

/** Three decimals, as its floating point formats carry. */
function report(quantities: Quantities, scale: number, rateType: number) {
  const { activePowerW, voltageV, currentA, energyImportWh, energyExportWh } = quantities;
  const kWh = (rateType === PRODUCED ? (energyExportWh ?? 0) : energyImportWh) / 1000;
  const value = { 0: kWh, 2: activePowerW[0], 4: voltageV[0], 5: currentA[0] }[scale] ?? 0;
  return { value: Number(value.toFixed(3)), deltaTime: 0 };
}

async function forward(readable: ReadableStream, client: () => Socket | undefined): Promise<void> {
  try {
    for await (const frame of readable as unknown as AsyncIterable<{
      type: unknown;
      data: number | Uint8Array;
    }>) {
      if (frame.type === ZWaveSerialFrameType.SerialAPI) client()?.write(bytesOf(frame.data));
    }
  } catch {
    // the port was closed
  }
}

function bytesOf(data: unknown): Uint8Array<ArrayBuffer> {
  return typeof data === 'number' ? Uint8Array.from([data]) : (data as Uint8Array<ArrayBuffer>);
}
