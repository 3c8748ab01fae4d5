import { MeterRole } from '@access-layer/core/payloads/measurement';
import Type from 'typebox';

/** Keys that every meter profile has, whatever its protocol. */
export function headOf<P extends string>(protocol: P) {
  return {
    brand: Type.String({ minLength: 1 }),
    model: Type.String({ minLength: 1 }),
    source: Type.String({ minLength: 1, description: 'where the addresses or names were taken from' }),
    protocol: Type.Literal(protocol),
    role: MeterRole,
    pollIntervalS: Type.Integer({ minimum: 1, maximum: 86_400 }),
  };
}

export const closed = { additionalProperties: false } as const;

/** How the profiles of one protocol are read: what profiles/<protocol>.ts exports. */
export interface ProtocolReader<S extends Type.TSchema, Part> {
  /** Schema of the whole file: the common head and the keys of the protocol. */
  schema: S;
  /** The protocol's part of a file that fits the schema. Pushes what is wrong, so that all errors come at once. */
  parse(file: Type.Static<S>, errors: string[]): Part;
}
