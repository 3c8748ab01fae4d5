import { type ValueName, Values } from '@access-layer/core/payloads/measurement';
import Type from 'typebox';
import { closed, headOf, type ProtocolReader } from './head.ts';

/** Scales of electric meters (Meter Command Class, SDS13781; table in Z-Wave's application specification). */
export const METER_SCALES = { kWh: 0, kVAh: 1, W: 2, V: 4, A: 5, powerFactor: 6, kvar: 7, kvarh: 8 } as const;
const RATES = { consumed: 1, produced: 2 } as const;
const ELECTRIC = 1;

const ValueEntry = Type.Object(
  {
    scale: Type.Enum(Object.keys(METER_SCALES) as (keyof typeof METER_SCALES)[]),
    rate: Type.Optional(Type.Enum(Object.keys(RATES) as (keyof typeof RATES)[])),
    factor: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'unit of the scale to that of the name' }),
    ),
    sign: Type.Optional(Type.Enum([1, -1])),
  },
  closed,
);
type ValueEntry = Type.Static<typeof ValueEntry>;

/** A Z-Wave device with the Meter Command Class. */
const schema = Type.Object(
  {
    ...headOf('zwave'),
    silentAfterS: Type.Optional(
      Type.Integer({ minimum: 1, description: 'three times pollIntervalS unless given' }),
    ),
    values: Type.Object(
      Object.fromEntries(Object.keys(Values.properties).map((name) => [name, Type.Optional(ValueEntry)])),
      { ...closed, minProperties: 1 },
    ),
  },
  closed,
);

export interface ZwaveValue {
  name: ValueName;
  scale: number;
  rateType: number;
  /** As zwave-js keeps it: meter type, scale and rate in one number. */
  propertyKey: number;
  /** `value = factor * reported`. */
  factor: number;
}

export interface ZwaveMap {
  silentAfterS: number;
  values: readonly ZwaveValue[];
}

export const zwave: ProtocolReader<typeof schema, ZwaveMap> = {
  schema,
  parse(file, errors) {
    const values = Object.entries(file.values as Record<ValueName, ValueEntry>).map(([name, entry]) => {
      const { rate = 'consumed', factor = 1, sign = 1 } = entry;
      const [scale, rateType] = [METER_SCALES[entry.scale], RATES[rate]];
      const propertyKey = (ELECTRIC << 16) | (scale << 8) | rateType;
      return { name: name as ValueName, scale, rateType, propertyKey, factor: factor * sign };
    });
    for (const { name, propertyKey } of values) {
      const other = values.find((each) => each.propertyKey === propertyKey && each.name !== name);
      if (other) errors.push(`values.${name}: the same scale and rate as ${other.name}`);
    }
    return { silentAfterS: file.silentAfterS ?? 3 * file.pollIntervalS, values };
  },
};
