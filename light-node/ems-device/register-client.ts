import type { Bus } from '../modbus/bus.ts';
import { checkWritten, readRequest, registersOf, writeOneRequest, writeRequest } from '../modbus/pdu.ts';

/** Holding registers of one unit, read and written on a line that meters may use too. Errors as `Line.exchange`. */
export interface RegisterClient {
  read(address: number, count: number): Promise<number[]>;
  /** `single` uses the function for one register. */
  write(address: number, words: readonly number[], single: boolean): Promise<void>;
  /** Gives its share of the line back. */
  close(): Promise<void>;
}

/** Commands go before other programs' questions, as the node's own readings do. */
export function createRegisterClient(bus: Bus, unit: number): RegisterClient {
  const client = { own: true };
  const peer = { where: bus.where, unit };
  return {
    read(address, count) {
      const request = readRequest(3, address, count);
      return bus.run(client, async (line) => {
        const bytes = registersOf(request, await line.exchange(unit, request), peer);
        return Array.from({ length: count }, (_, word) => bytes.readUInt16BE(2 * word));
      });
    },
    write(address, words, single) {
      const request = single ? writeOneRequest(address, words[0]!) : writeRequest(address, words);
      return bus.run(client, async (line) => checkWritten(request, await line.exchange(unit, request), peer));
    },
    close: () => bus.close(),
  };
}
