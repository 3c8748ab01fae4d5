import type { Bus } from './bus.ts';
import { checkWritten, readRequest, registersOf, writeOneRequest, writeRequest } from './pdu.ts';

/** Registers of one unit, read and written on a line that others use too. Errors as `Line.exchange`, and refusals. */
export interface RegisterClient {
  readRegisters(functionCode: 3 | 4, address: number, count: number): Promise<number[]>;
  writeRegister(address: number, word: number): Promise<void>;
  writeRegisters(address: number, words: readonly number[]): Promise<void>;
  /** Gives its share of the line back. */
  close(): Promise<void>;
}

/** Commands go before other programs' questions, as the node's own readings do. */
export function createRegisterClient(bus: Bus, unit: number): RegisterClient {
  const client = { own: true };
  const peer = { where: bus.where, unit };
  const write = (request: Buffer) =>
    bus.run(client, async (line) => checkWritten(request, await line.exchange(unit, request), peer));
  return {
    readRegisters(functionCode, address, count) {
      const request = readRequest(functionCode, address, count);
      return bus.run(client, async (line) => {
        const bytes = registersOf(request, await line.exchange(unit, request), peer);
        return Array.from({ length: count }, (_, word) => bytes.readUInt16BE(2 * word));
      });
    },
    writeRegister: (address, word) => write(writeOneRequest(address, word)),
    writeRegisters: (address, words) => write(writeRequest(address, words)),
    close: () => bus.close(),
  };
}
