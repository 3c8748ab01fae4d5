import { execFile } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { ReadStream } from 'node:tty';
import { promisify } from 'node:util';

/** A serial line as its devices are set; most meters leave the factory with 9600 baud, 8 bits, no or even parity. */
export interface SerialSettings {
  /** For example /dev/ttyUSB0. */
  path: string;
  baudRate: number;
  parity?: 'none' | 'even' | 'odd';
  stopBits?: 1 | 2;
}

/**
 * Opens a serial port of eight data bits for bytes as they are, both ways. `stty` sets the line and Node's own terminal
 * stream carries it, so there is no native package to build, and none whose polling an event loop can miss.
 * Rejects with what `stty` or the system says. Destroying the stream closes the port.
 */
export async function openSerialPort(settings: SerialSettings): Promise<Duplex> {
  await setLine(settings);
  // Without O_NONBLOCK the open would wait for a carrier that a meter's line does not have.
  const fd = openSync(settings.path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  return new ReadStream(fd, { readable: true, writable: true });
}

async function setLine({ path, baudRate, parity = 'none', stopBits = 1 }: SerialSettings): Promise<void> {
  const parityFlags = { none: ['-parenb'], even: ['parenb', '-parodd'], odd: ['parenb', 'parodd'] }[parity];
  const line = [
    'raw',
    '-echo',
    'clocal',
    'cread',
    'cs8',
    ...parityFlags,
    stopBits === 2 ? 'cstopb' : '-cstopb',
  ];
  try {
    await promisify(execFile)('stty', ['-F', path, String(baudRate), ...line, 'min', '1', 'time', '0']);
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error((stderr || message).trim(), { cause: error });
  }
}
