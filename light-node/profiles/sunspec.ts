import Type from 'typebox';
import { SUNSPEC_MODELS } from '../sunspec/models.ts';
import { closed, headOf, type ProtocolReader } from './head.ts';

const Base = Type.Integer({ minimum: 0, maximum: 65_534 });

/** A SunSpec device: it says itself where its values are, so the profile only says which of its models is read. */
const schema = Type.Object(
  {
    ...headOf('sunspec'),
    functionCode: Type.Optional(Type.Enum([3, 4])),
    bases: Type.Optional(Type.Array(Base, { minItems: 1, description: 'where to look for the marker' })),
    models: Type.Array(Type.Integer({ minimum: 1, maximum: 65_534 }), {
      minItems: 1,
      description: 'the first of them in the device is read',
    }),
    powerPositive: Type.Enum(['import', 'export'], {
      description: 'which way the device counts power as positive; the specification leaves it open',
    }),
  },
  closed,
);

/** What to look for, and how to understand it. */
export interface SunspecMap {
  functionCode: 3 | 4;
  bases: readonly number[];
  models: readonly number[];
  /** What power is multiplied by: positive flows from the grid into the installation. */
  sign: 1 | -1;
}

/** SunSpec Device Information Model Specification 1.1, 6.2: where the map may begin. */
const BASES = [40_000, 0, 50_000];

export const sunspec: ProtocolReader<typeof schema, SunspecMap> = {
  schema,
  parse({ functionCode = 3, bases = BASES, models, powerPositive }, errors) {
    for (const id of models) {
      if (!SUNSPEC_MODELS.has(id))
        errors.push(
          `models: ${id} is none that can be read; there are ${[...SUNSPEC_MODELS.keys()].join(', ')}`,
        );
    }
    return { functionCode, bases, models, sign: powerPositive === 'import' ? 1 : -1 };
  },
};
