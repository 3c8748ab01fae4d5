import { createMeterAnswer, type SimulatedMeter } from './meter-simulation.ts';
import { startRtuServer } from './modbus-rtu-server.ts';
import { type ModbusServer, type ReadAnswer, type ReadRequest, startModbusServer } from './modbus-server.ts';

/** A line: Modbus TCP on a port, RTU over TCP on a port, or RTU on a serial port. */
export interface LineOptions {
  host?: string;
  /** 0 takes any free port. */
  port?: number;
  framing?: 'tcp' | 'rtu';
  /** A serial port; it always speaks RTU. */
  path?: string;
  baudRate?: number;
}

export type MeterOptions = LineOptions & SimulatedMeter;

/** A meter that replays a real week, alone on its line. */
export function startMeter(options: MeterOptions): Promise<ModbusServer> {
  return startLine(options, [options]);
}

/** Several meters on one line, as on an RS-485 bus: each answers to its own unit. */
export async function startLine(
  { host, port = 0, framing = 'tcp', path, baudRate }: LineOptions,
  meters: readonly SimulatedMeter[],
): Promise<ModbusServer> {
  const answers = meters.map(createMeterAnswer);
  const answer = (request: ReadRequest): ReadAnswer | undefined => {
    for (const answerOf of answers) {
      const found = answerOf(request);
      if (found) return found;
    }
    return undefined;
  };
  const at = host ? { host } : {};
  if (path) return startRtuServer({ path, ...(baudRate ? { baudRate } : {}), answer });
  return framing === 'rtu'
    ? startRtuServer({ ...at, port, answer })
    : startModbusServer({ ...at, port, answer });
}
