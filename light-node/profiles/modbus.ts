import { type ValueName, Values } from '@access-layer/core/payloads/measurement';
import Type from 'typebox';
import { type Block, findOverlap, planBlocks } from '../block-plan.ts';
import { REGISTER_TYPES, type RegisterType, type RegisterValue, wordsOf } from '../register-value.ts';
import { closed, headOf, type ProtocolReader } from './head.ts';

const Address = Type.Integer({ minimum: 0, maximum: 65_535 });
const Kind = Type.Enum([...REGISTER_TYPES]);
const Order = Type.Enum(['high-first', 'low-first']);

const ValueEntry = Type.Object(
  {
    address: Type.Optional(Address),
    sum: Type.Optional(Type.Array(Address, { minItems: 2, description: 'addresses of parts that add up' })),
    minus: Type.Optional(
      Type.Array(Address, { minItems: 1, description: 'addresses of parts that are taken away' }),
    ),
    type: Type.Optional(Kind),
    wordOrder: Type.Optional(Order),
    factor: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'raw number to the unit of the name' }),
    ),
    sign: Type.Optional(Type.Enum([1, -1])),
    notAvailable: Type.Optional(Type.Array(Type.String({ pattern: '^0x[0-9A-Fa-f]{1,16}$' }))),
  },
  closed,
);
type ValueEntry = Type.Static<typeof ValueEntry>;

/** Where the meter says what it is: text that begins so, or one number of a list. */
const Identify = Type.Object(
  {
    address: Address,
    functionCode: Type.Optional(Type.Enum([3, 4])),
    words: Type.Integer({ minimum: 1, maximum: 64 }),
    text: Type.Optional(Type.String({ minLength: 1, description: 'what the name begins with' })),
    equals: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 65_535 }), { minItems: 1 })),
  },
  closed,
);
export type Identify = Type.Static<typeof Identify>;

/** A Modbus meter. `values` is by the names of formats 2; `defaults` stand where a value says nothing. */
const schema = Type.Object(
  {
    ...headOf('modbus'),
    functionCode: Type.Enum([3, 4]),
    maxRegisters: Type.Optional(Type.Integer({ minimum: 4, maximum: 125 })),
    maxGap: Type.Optional(Type.Integer({ minimum: 0, maximum: 121 })),
    defaults: Type.Object(
      { type: Kind, wordOrder: Type.Optional(Order), notAvailable: ValueEntry.properties.notAvailable },
      closed,
    ),
    identify: Type.Optional(Identify),
    values: Type.Object(
      Object.fromEntries(Object.keys(Values.properties).map((name) => [name, Type.Optional(ValueEntry)])),
      { ...closed, minProperties: 1 },
    ),
  },
  closed,
);
type ModbusFile = Type.Static<typeof schema>;

/** A Modbus meter, checked and planned. */
export interface ModbusMap {
  functionCode: 3 | 4;
  /** How a probe knows the meter, where it says what it is. */
  identify?: Identify | undefined;
  values: readonly RegisterValue[];
  blocks: readonly Block[];
}

export const modbus: ProtocolReader<typeof schema, ModbusMap> = {
  schema,
  parse(file, errors) {
    const values = Object.entries(file.values as Record<ValueName, ValueEntry>).map(([value, entry]) =>
      readValue(value as ValueName, entry, file, errors),
    );
    const overlap = findOverlap(values);
    if (overlap) {
      const [a, b] = overlap;
      errors.push(
        `values: registers ${a.start}..${a.end - 1} and ${b.start}..${b.end - 1} overlap; check address and type`,
      );
    }
    const { functionCode, identify } = file;
    if (identify && (identify.text === undefined) === (identify.equals === undefined)) {
      errors.push('identify: give either "text" or "equals"');
    }
    const limits = { maxRegisters: file.maxRegisters ?? 125, maxGap: file.maxGap ?? 16 };
    return { functionCode, identify, values, blocks: planBlocks(values, limits) };
  },
};

function readValue(
  name: ValueName,
  entry: ValueEntry,
  { defaults }: ModbusFile,
  errors: string[],
): RegisterValue {
  const type: RegisterType = entry.type ?? defaults.type;
  if ((entry.address === undefined) === (entry.sum === undefined)) {
    errors.push(`values.${name}: give either "address" or "sum"`);
  }
  const addresses = entry.sum ?? [entry.address ?? 0];
  for (const address of [...addresses, ...(entry.minus ?? [])]) {
    if (address + wordsOf(type) > 65_536)
      errors.push(`values.${name}: ${type} at ${address} ends after 65535`);
  }
  const width = 4 * wordsOf(type);
  const notAvailable = entry.notAvailable ?? defaultNotAvailable(entry, defaults);
  for (const raw of notAvailable) {
    if (raw.length - 2 !== width) {
      errors.push(`values.${name}: notAvailable ${raw} has ${raw.length - 2} digits; ${type} has ${width}`);
    }
  }
  return {
    name,
    addresses,
    ...(entry.minus && { minus: entry.minus }),
    type,
    wordOrder: entry.wordOrder ?? defaults.wordOrder ?? 'high-first',
    factor: entry.factor ?? 1,
    sign: entry.sign ?? 1,
    notAvailable: notAvailable.map(BigInt),
  };
}

/** The default list speaks of the default type: a value of another type has its own list or none. */
function defaultNotAvailable(entry: ValueEntry, defaults: ModbusFile['defaults']): readonly string[] {
  return (entry.type ?? defaults.type) === defaults.type ? (defaults.notAvailable ?? []) : [];
}
