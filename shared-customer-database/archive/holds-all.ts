import type { Bench } from './duck.ts';
import { numberOf, rowsOf } from './duck.ts';

/** Enough of a packet to tell it from every other. */
export interface PacketName {
  node: string;
  seq: number;
  payloadHash: string;
}

/** Sets of packets side by side, however many they are. */
export function createPacketSets({ duck }: Bench) {
  return {
    /** A table of names. */
    async fill(table: string, names: AsyncIterable<PacketName> | Iterable<PacketName>): Promise<void> {
      const add = await this.open(table);
      for await (const name of names) add.append(name);
      add.close();
    },

    async open(table: string) {
      await duck.run(`CREATE TEMP TABLE ${table} (node VARCHAR, seq BIGINT, payloadHash VARCHAR)`);
      const appender = await duck.createAppender(table);
      return {
        append({ node, seq, payloadHash }: PacketName): void {
          appender.appendVarchar(node);
          appender.appendBigInt(BigInt(seq));
          appender.appendVarchar(payloadHash);
          appender.endRow();
        },
        close: () => appender.closeSync(),
      };
    },

    /** How many of one table are in none of the others, and one of them. */
    async missing(of: string, ...within: string[]): Promise<{ count: number; example?: string }> {
      const joins = within.map((table) => `ANTI JOIN ${table} USING (node, seq, payloadHash)`);
      const left = `FROM ${of} ${joins.join(' ')}`;
      const count = await numberOf(duck, `SELECT count(*) ${left}`);
      if (count === 0) return { count };
      const [row] = await rowsOf(duck, `SELECT node, seq::DOUBLE AS seq ${left} ORDER BY node, seq LIMIT 1`);
      return { count, example: `packet ${row!.seq} of ${row!.node}` };
    },
  };
}
