import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { messageOf } from '@access-layer/core/errors';
import { parseFault } from './fault.ts';
import { startMeter } from './meter.ts';
import { REGISTER_MAPS } from './meter-simulation.ts';
import { openSerialPair, type SerialPair } from './serial-pair.ts';

const USAGE = `Usage: node simulators/meter-main.ts METER [options]

Runs one simulated meter that shows a real week of a house, or the sun on a roof in Rome.
METER is one of ${Object.keys(REGISTER_MAPS).join(', ')}.

  --port N          Modbus TCP on this port of loopback (default 1502; 0 takes any free one)
  --rtu-over-tcp    RTU frames on that port, as a serial server carries them
  --rtu DEVICE      RTU on a serial port instead; --baud N (default 9600)
  --pty             RTU on a pair of pseudo terminals that socat makes; the reader's end is printed
  --unit N          unit number (default 1)
  --production      the meter beside a photovoltaic plant, instead of that of the house
  --pv W            peak power of the plant (default 3000 with --production, none at the house)
  --scale F         multiplies the house's power
  --noise F         relative noise on voltage, current and power, for example 0.01
  --fault FAULT     silent, slow:MS, exception:CODE, garbage, wrong-length, wrong-unit, wrong-crc or hang-up

While it runs, a line with a FAULT on standard input brings it about, and "none" ends it.`;

try {
  await run();
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n\n${USAGE}\n`);
  process.exit(64);
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '1502' },
      'rtu-over-tcp': { type: 'boolean', default: false },
      rtu: { type: 'string' },
      baud: { type: 'string', default: '9600' },
      pty: { type: 'boolean', default: false },
      unit: { type: 'string', default: '1' },
      production: { type: 'boolean', default: false },
      pv: { type: 'string' },
      scale: { type: 'string', default: '1' },
      noise: { type: 'string', default: '0' },
      fault: { type: 'string', default: 'none' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const [profile, ...more] = positionals;
  if (profile === undefined || more.length > 0) throw new TypeError('name one METER');
  const first = parseFault(values.fault);
  const house = {
    profile,
    unit: number('unit', values.unit),
    role: values.production ? ('production' as const) : ('exchange' as const),
    ...(values.pv === undefined ? {} : { pvPeakW: number('pv', values.pv) }),
    scale: number('scale', values.scale),
    noise: number('noise', values.noise),
    nowMs: Date.now,
  };
  const pair = values.pty ? await openSerialPair() : undefined;
  const path = pair?.meterPath ?? values.rtu;
  const line = path
    ? { path, baudRate: number('baud', values.baud) }
    : {
        port: number('port', values.port),
        framing: values['rtu-over-tcp'] ? ('rtu' as const) : ('tcp' as const),
      };
  const meter = await startMeter({ ...house, ...line });
  meter.setFault(first);
  process.stdout.write(`${profile}, unit ${house.unit}, on ${placeOf(pair, path, meter.port)}\n`);
  hearFaults(meter.setFault);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await meter.close();
      await pair?.close();
      process.exit(0);
    });
  }
}

function placeOf(pair: SerialPair | undefined, path: string | undefined, port: number): string {
  return pair ? `${pair.readerPath} (the reader's end)` : (path ?? `127.0.0.1:${port}`);
}

function hearFaults(setFault: (fault: ReturnType<typeof parseFault>) => void): void {
  createInterface({ input: process.stdin }).on('line', (line) => {
    try {
      const fault = parseFault(line.trim());
      setFault(fault);
      process.stdout.write(`fault: ${fault?.kind ?? 'none'}\n`);
    } catch (error) {
      process.stderr.write(`${messageOf(error)}\n`);
    }
  });
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new RangeError(`--${name} is "${text}"; expected a number from 0`);
  }
  return value;
}
