import { ROLES } from '@access-layer/kit/token';
import Type from 'typebox';
import { PHASES } from './policy.ts';

const closed = { additionalProperties: false } as const;
const oneOf = <const T extends string>(words: readonly T[], description: string) =>
  Type.Unsafe<T>({ type: 'string', enum: [...words], description });
const count = (description: string) => Type.Integer({ minimum: 0, description, example: 0 });
const Day = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'UTC day',
  example: '2026-02-01',
});
const Time = Type.String({ description: 'ISO 8601 UTC', example: '2026-02-01T00:00:00.000Z' });

export const DAY_STATES = ['hot', 'warm', 'cold', 'archived', 'restored', 'damaged'] as const;
export type DayState = (typeof DAY_STATES)[number];

export const CalendarQuery = Type.Object(
  { from: Type.Optional(Day), until: Type.Optional({ ...Day, description: 'First day behind the range' }) },
  closed,
);

export const CalendarAnswer = Type.Object({
  days: Type.Array(
    Type.Object({
      day: Day,
      state: oneOf(
        DAY_STATES,
        'hot, warm, cold: in the store; archived: only in the archive; restored: back for a time',
      ),
      phase: oneOf(PHASES, 'By its age'),
      stored: Type.Object({
        packets: count('In the store'),
        bytes: count('On disk'),
        readOnly: Type.Boolean(),
      }),
      archived: Type.Object({
        packets: count('In the archive'),
        erased: count('Of them without contents'),
        parts: count('The day itself, and what came late'),
        bytes: count('In the archive'),
      }),
      waiting: count('Packets that wait for their anchor before they are archived'),
      damages: count('Found by the last check'),
      archivedAt: Type.Optional(Time),
      verifiedAt: Type.Optional(Time),
      deletedAt: Type.Optional(Time),
      restoredUntil: Type.Optional(Time),
      problem: Type.Optional(Type.String({ description: 'Why it stays as it is' })),
    }),
  ),
});

export const DamagesAnswer = Type.Object({
  damages: Type.Array(
    Type.Object({
      day: Day,
      file: Type.String({ description: 'File or manifest' }),
      reason: Type.String(),
      detail: Type.String(),
      bytes: Type.Optional(Type.Object({ from: count('First byte'), until: count('First behind them') })),
      rows: Type.Optional(Type.Object({ from: count('First row'), until: count('First behind them') })),
      record: Type.Optional(
        Type.Object({ node: Type.String(), seq: Type.Integer(), payloadHash: Type.String() }),
      ),
      foundAt: Time,
    }),
  ),
});

export const RestoreRequest = Type.Object(
  {
    from: { ...Day, description: 'First UTC day' },
    until: { ...Day, description: 'First UTC day behind the range', example: '2026-02-03' },
    days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 365,
        description: 'How long they are to stay; 7 where absent',
        example: 7,
      }),
    ),
  },
  closed,
);

const RESTORE = 'restore-5f2b9c0d1e3a4b5c';

export const RestoreAnswer = Type.Object({
  id: Type.String({ example: RESTORE }),
  from: Day,
  until: Day,
  state: oneOf(
    ['waiting', 'running', 'restored', 'failed', 'ended'],
    'waiting: not begun, or the chain does not answer',
  ),
  detail: Type.Optional(Type.String({ description: 'Why it waits or failed, or brought back nothing' })),
  requestedBy: Type.String({ description: `Role and id; roles are ${ROLES.join(', ')}` }),
  requestedAt: Time,
  endsAt: Time,
  days: Type.Array(
    Type.Object({
      day: Day,
      packets: count('Verified against the chain, and served'),
      damaged: count('Damages that were named; what they hit is not served'),
    }),
  ),
});
export const RestoresAnswer = Type.Object({ restores: Type.Array(RestoreAnswer) });
export const RestoreParams = Type.Object({ id: Type.String({ maxLength: 64, example: RESTORE }) });

export const ArchiveStatusAnswer = Type.Object({
  days: Type.Record(oneOf(DAY_STATES, 'State'), count('Days')),
  stored: Type.Object({ packets: count('In the store'), bytes: count('On disk') }),
  archived: Type.Object({ packets: count('In the archive'), bytes: count('In the archive') }),
  problems: count('Days that stay as they are because something failed'),
  damages: count('Found by the last checks'),
  lastVerification: Type.Optional(Time),
  lastPass: Type.Optional(Time),
});
