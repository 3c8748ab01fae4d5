/** Options of a command line that say how a Modbus line is spoken to; the same for every command. */
export const LINE_OPTIONS = {
  'rtu-over-tcp': { type: 'boolean', default: false },
  rtu: { type: 'string' },
  baud: { type: 'string', default: '9600' },
  parity: { type: 'string', default: 'none' },
  'stop-bits': { type: 'string', default: '1' },
  unit: { type: 'string', default: '1' },
} as const;

/** What they are once they are read. */
export interface LineOptions {
  'rtu-over-tcp': boolean;
  rtu?: string | undefined;
  baud: string;
  parity: string;
  'stop-bits': string;
  unit: string;
}
