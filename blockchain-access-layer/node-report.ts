import { Place } from '@access-layer/core/enrolment';
import { Time } from '@access-layer/core/payloads/common';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

const Word = Type.String({ minLength: 1, maxLength: 64 });
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** What a Light Node says of itself on its status topic, as far as it makes sense; anything else of it is left out. */
const FIELDS = {
  firmware: Word,
  meter: Type.Unsafe<'ok' | 'error'>({ type: 'string', enum: ['ok', 'error'] }),
  meterError: Word,
  storage: Word,
  halted: Word,
  lastReadingAt: Time,
  clockSynchronised: Type.Boolean(),
  queued: Count,
  outbox: Type.Object(
    { pending: Count, queued: Count, held: Count, unanchored: Count },
    { description: 'readings that wait to be packed, and packets that would be lost with the box' },
  ),
  certificateEnd: Time,
  signal: Type.Object({ interface: Word, dbm: Type.Optional(Type.Number()) }),
  place: Place,
};
export const NodeReport = Type.Partial(Type.Object(FIELDS), { title: 'NodeReport' });
export type NodeReport = Type.Static<typeof NodeReport>;

const checkers = Object.entries(FIELDS).map(([name, schema]) => [name, Compile(schema)] as const);

/**
 * Reads a status; undefined for one that only says whether the node is there, as its last will does. A stranger's text:
 * each field is taken by itself if it is what it should be, and never throws.
 */
export function readReport(status: string): NodeReport | undefined {
  const value = parse(status);
  if (!value) return undefined;
  const sound = checkers.filter(
    ([name, checker]) => Object.hasOwn(value, name) && checker.Check(value[name]),
  );
  if (sound.length === 0) return undefined;
  return Object.fromEntries(sound.map(([name]) => [name, value[name]])) as NodeReport;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
