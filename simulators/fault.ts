import type { Fault } from './modbus-server.ts';

const PLAIN = ['silent', 'garbage', 'wrong-length', 'wrong-unit', 'wrong-crc', 'hang-up'] as const;

/** Reads a fault as a person writes it: `silent`, `slow:500`, `exception:4` …; `none` is no fault. Throws what is wrong. */
export function parseFault(text: string): Fault | undefined {
  const [kind, detail, ...more] = text.split(':');
  const plain = PLAIN.find((known) => known === kind);
  if (kind === 'none' && detail === undefined) return undefined;
  if (plain && detail === undefined) return { kind: plain };
  if (/^\d+$/.test(detail ?? '') && more.length === 0) {
    if (kind === 'slow') return { kind, delayMs: Number(detail) };
    if (kind === 'exception' && Number(detail) > 0 && Number(detail) < 256)
      return { kind, code: Number(detail) };
  }
  throw new RangeError(
    `"${text}" is no fault; there are ${PLAIN.join(', ')}, slow:MS, exception:CODE, and none`,
  );
}
