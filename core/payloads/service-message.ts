import Type from 'typebox';
import { parseTime } from '../time.ts';
import { Count, closed, envelope, Hash, PodCode, Time } from './common.ts';

/**
 * What services attest over their own key (formats 7): who read what, and what was erased. Each service numbers its
 * messages 0, 1, 2 … over both types and chains them by `prev`.
 */
export const SERVICE_MESSAGE_TYPES = ['read-ledger', 'erasure'] as const;
export type ServiceMessageType = (typeof SERVICE_MESSAGE_TYPES)[number];

export const ServiceId = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,63}$',
  description: 'Id of a service, for example shared-customer-database',
});
const Name = Type.String({ minLength: 1, maxLength: 128 });

const serviceFields = { ...envelope, sender: ServiceId, seq: Count, prev: Hash, issuedAt: Time };

/** Half-open: from ≤ t < until. */
const period = { from: Time, until: Time };

/** Some data of a PoD that somebody asked for, and was given as far as there is something. */
export const ReadEntry = Type.Object(
  {
    at: Time,
    client: Name,
    subject: Type.Optional({ ...Name, description: 'The person, where a program acts for one' }),
    role: Name,
    party: Type.Optional(Name),
    customer: Type.Optional(Name),
    purpose: Type.Optional(Name),
    consents: Type.Optional(
      Type.Array(Name, { minItems: 1, maxItems: 64, description: 'Ids of the consents that opened it' }),
    ),
    pod: PodCode,
    dataSet: Name,
    ...period,
    count: Type.Integer({ minimum: 0, description: 'Records that were given' }),
  },
  closed,
);
export type ReadEntry = Type.Static<typeof ReadEntry>;

/**
 * Who read what between two instants, by the Shared Customer Database. All of one message is about one PoD and one holder
 * of it: so the whole of it may be shown to him, and be erased for him.
 */
export const ReadLedger = Type.Object(
  {
    ...serviceFields,
    type: Type.Literal('read-ledger'),
    ...period,
    reads: Type.Array(ReadEntry, { minItems: 1, maxItems: 200 }),
  },
  closed,
);
export type ReadLedger = Type.Static<typeof ReadLedger>;

/** What was erased, when, and on whose request; it names no PoD, as it is kept for good. */
export const Erasure = Type.Object(
  {
    ...serviceFields,
    type: Type.Literal('erasure'),
    erasedAt: Time,
    requestedBy: Name,
    reason: Name,
    erased: Type.Array(
      Type.Object(
        { dataSet: Name, ...period, count: Type.Integer({ minimum: 1, description: 'Messages erased' }) },
        closed,
      ),
      { minItems: 1, maxItems: 200 },
    ),
    root: Type.String({ ...Hash, description: 'Merkle root over the messageHashes erased, in rising order' }),
  },
  closed,
);
export type Erasure = Type.Static<typeof Erasure>;

export type ServiceMessage = ReadLedger | Erasure;

/** Schemas by type, in the shape of the table of all payloads. */
export const serviceMessageSchemas = {
  'read-ledger': ReadLedger,
  erasure: Erasure,
} satisfies Record<ServiceMessageType, Type.TSchema>;

export function isServiceMessage(payload: { type: string }): payload is ServiceMessage {
  return (SERVICE_MESSAGE_TYPES as readonly string[]).includes(payload.type);
}

/** What a schema cannot say: dates that do not exist, periods that end before they begin. */
export function serviceMessageFault(message: ServiceMessage): string | undefined {
  const periods = message.type === 'read-ledger' ? [message, ...message.reads] : message.erased;
  const instants = message.type === 'read-ledger' ? message.reads.map(({ at }) => at) : [message.erasedAt];
  const times = [...periods.flatMap(({ from, until }) => [from, until]), ...instants];
  const wrong = times.find((time) => parseTime(time) === undefined);
  if (wrong) return `${wrong} is not a date`;
  const turned = periods.find(({ from, until }) => until < from);
  return turned && `until ${turned.until} is before from ${turned.from}`;
}
