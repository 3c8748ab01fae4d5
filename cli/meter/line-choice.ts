import type { SerialSettings } from '@access-layer/kit/serial-port';

interface Common {
  /** Names the line for a person. */
  where: string;
  unit: number;
  timeoutMs: number;
}

/** Which line a command line means. */
export type LineChoice = Common &
  ({ kind: 'serial'; settings: SerialSettings } | { kind: 'tcp' | 'rtu-tcp'; host: string; port: number });

interface LineOptions {
  unit: string;
  rtu?: string | undefined;
  baud: string;
  parity: string;
  'stop-bits': string;
  'rtu-over-tcp': boolean;
  timeout: string;
}

/** Reads the options that say where a meter is; what is wrong comes in words. */
export function parseLine(
  options: LineOptions,
  positionals: readonly string[],
): { ok: true; choice: LineChoice } | { ok: false; detail: string } {
  const [address, ...more] = positionals;
  if ((address === undefined) === (options.rtu === undefined) || more.length > 0) {
    return { ok: false, detail: 'Name one meter: HOST[:PORT], or a serial port with --rtu.' };
  }
  const unit = whole(options.unit, 0, 255);
  const timeoutMs = whole(options.timeout, 50, 60_000);
  if (unit === undefined)
    return { ok: false, detail: `--unit is "${options.unit}"; expected a whole number from 0 to 255` };
  if (timeoutMs === undefined)
    return { ok: false, detail: `--timeout is "${options.timeout}"; expected 50 to 60000 milliseconds` };
  return options.rtu === undefined
    ? parseHost(address!, options['rtu-over-tcp'], { unit, timeoutMs })
    : parseSerial(options.rtu, options, { unit, timeoutMs });
}

function parseHost(address: string, overTcp: boolean, common: { unit: number; timeoutMs: number }) {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:]+)(?::(\d+))?$/.exec(address);
  const port = whole(match?.[2] ?? '502', 1, 65_535);
  if (!match || port === undefined)
    return {
      ok: false,
      detail: `"${address}" is no HOST[:PORT]; write 192.168.1.40 or meter.local:1502`,
    } as const;
  const host = match[1]!.replace(/^\[|\]$/g, '');
  const kind = overTcp ? ('rtu-tcp' as const) : ('tcp' as const);
  return { ok: true, choice: { kind, host, port, where: `${match[1]}:${port}`, ...common } } as const;
}

function parseSerial(path: string, options: LineOptions, common: { unit: number; timeoutMs: number }) {
  const { parity, 'stop-bits': stopBits } = options;
  const baudRate = whole(options.baud, 1200, 115_200);
  if (baudRate === undefined)
    return { ok: false, detail: `--baud is "${options.baud}"; expected 1200 to 115200` } as const;
  if (parity !== 'none' && parity !== 'even' && parity !== 'odd')
    return { ok: false, detail: `--parity is "${parity}"; expected none, even or odd` } as const;
  if (stopBits !== '1' && stopBits !== '2')
    return { ok: false, detail: `--stop-bits is "${stopBits}"; expected 1 or 2` } as const;
  const settings = { path, baudRate, parity, stopBits: stopBits === '1' ? 1 : 2 } as const;
  return { ok: true, choice: { kind: 'serial', settings, where: path, ...common } } as const;
}

function whole(text: string, low: number, high: number): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= low && value <= high ? value : undefined;
}
