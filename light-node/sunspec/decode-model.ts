import type { Values } from '@access-layer/core/payloads/measurement';
import { decodeValue, type WordSource } from '../decode.ts';
import type { RegisterType } from '../register-value.ts';
import { type Model, type Point, type PointType, SUNSPEC_MODELS } from './models.ts';

/** Where each type lies in registers, and what it holds when it is not implemented (specification 1.1, 4.2). */
const TYPES: Record<PointType, { register: RegisterType; absent: readonly bigint[] }> = {
  i16: { register: 'i16', absent: [0x8000n] },
  sf: { register: 'i16', absent: [0x8000n] },
  u16: { register: 'u16', absent: [0xffffn] },
  u32: { register: 'u32', absent: [0xffffffffn] },
  u64: { register: 'u64', absent: [0xffffffffffffffffn] },
  acc32: { register: 'u32', absent: [0n] }, // an accumulator that is not kept stays at zero
  f32: { register: 'f32', absent: [0x7fc00000n] },
};

/** Registers of a model that have to be read: its id and length, its values and their scale factors. */
export function registersOfModel(
  { values }: Model,
  start: number,
): { addresses: number[]; type: RegisterType }[] {
  const points = values.flatMap(({ points, scaleAt }) => [
    ...points,
    ...(scaleAt === undefined ? [] : [{ at: scaleAt, type: 'sf' as const }]),
  ]);
  const header: Point[] = [
    { at: 0, type: 'u16' },
    { at: 1, type: 'u16' },
  ];
  const unique = new Map([...header, ...points].map((point) => [point.at, point]));
  return [...unique.values()].map(({ at, type }) => ({
    addresses: [start + at],
    type: TYPES[type].register,
  }));
}

/**
 * The values of a model that starts at an address, in the units and the direction of formats 2. A value that is not
 * implemented, or whose scale factor is not, is left out.
 */
export function decodeModel(id: number, start: number, words: WordSource, sign: 1 | -1): Values {
  const decoded = SUNSPEC_MODELS.get(id)!.values.flatMap(({ name, points, scaleAt, directed }) => {
    const exponent = scaleAt === undefined ? 0 : numberAt({ at: scaleAt, type: 'sf' }, start, words);
    if (exponent === undefined || Math.abs(exponent) > 10) return [];
    const parts = points.map((point) => numberAt(point, start, words));
    const implemented = parts.filter((part) => part !== undefined);
    if (implemented.length === 0) return [];
    const raw = implemented.reduce((sum, part) => sum + part, 0);
    const scaled = Number((raw * 10 ** exponent).toPrecision(15)) * (directed ? sign : 1) + 0;
    const value = name.endsWith('Wh') || name.endsWith('Varh') ? Math.floor(scaled) : scaled;
    const isRegister = name.endsWith('Wh') || name.endsWith('Varh');
    return isRegister && (value < 0 || !Number.isSafeInteger(value)) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(decoded) as Values;
}

function numberAt({ at, type }: Point, start: number, words: WordSource): number | undefined {
  const { register, absent } = TYPES[type];
  const plain = { wordOrder: 'high-first', factor: 1, sign: 1, notAvailable: absent } as const;
  return decodeValue({ name: 'activePowerW', addresses: [start + at], type: register, ...plain }, words);
}
