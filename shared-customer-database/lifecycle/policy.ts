import Type from 'typebox';

const closed = { additionalProperties: false } as const;

export const PHASES = ['hot', 'warm', 'cold', 'delete'] as const;
export type Phase = (typeof PHASES)[number];

/** `archive` and `delete` are the service's own; the others are asked of the store, as far as they mean something to it. */
export const ACTION_NAMES = [
  ...(['rollover', 'shrink', 'force-merge', 'snapshot', 'read-only', 'archive', 'delete'] as const),
] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

const Actions = Type.Array(Type.Enum([...ACTION_NAMES]), { uniqueItems: true });
const Days = Type.Number({ minimum: 0, description: 'Days since the day ended' });
const phase = (description: string) =>
  Type.Optional(Type.Object({ afterDays: Days, actions: Actions }, { ...closed, description }));

/** When what happens to a day. */
export const LifecyclePolicy = Type.Object(
  {
    everyS: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Pause between two looks at all days; 600 where absent' }),
    ),
    warm: phase(
      'Written no more, but for late data. After 1 day: rollover, shrink, force-merge, archive where absent',
    ),
    cold: phase('Rarely asked for. After 30 days: force-merge, snapshot, read-only where absent'),
    delete: phase('Not in the store any more. After 60 days: delete where absent'),
    keepLateDays: Type.Optional(
      Type.Number({
        minimum: 0,
        description:
          'Data that come late stay in the store at least so many days after they came; 7 where absent',
      }),
    ),
    verifyEveryDays: Type.Optional(
      Type.Number({ minimum: 1, description: 'The archive is read and checked so often; 30 where absent' }),
    ),
  },
  closed,
);
export type LifecyclePolicy = Type.Static<typeof LifecyclePolicy>;

export type WholePolicy = Required<LifecyclePolicy>;

export const DEFAULT_POLICY: WholePolicy = {
  everyS: 600,
  warm: { afterDays: 1, actions: ['rollover', 'shrink', 'force-merge', 'archive'] },
  cold: { afterDays: 30, actions: ['force-merge', 'snapshot', 'read-only'] },
  delete: { afterDays: 60, actions: ['delete'] },
  keepLateDays: 7,
  verifyEveryDays: 30,
};

export const DAY_MS = 86_400_000;

/** What a policy says that cannot be; empty where all is well. */
export function policyFaults(policy: LifecyclePolicy): string[] {
  const { warm, cold, delete: last } = { ...DEFAULT_POLICY, ...policy };
  const faults: string[] = [];
  if (!(warm.afterDays <= cold.afterDays && cold.afterDays <= last.afterDays)) {
    faults.push(
      `lifecycle: warm after ${warm.afterDays}, cold after ${cold.afterDays}, delete after ${last.afterDays} days; ` +
        'expected each no earlier than the one before',
    );
  }
  const before = [...warm.actions, ...cold.actions];
  if (last.actions.includes('delete') && ![...before, ...last.actions].includes('archive')) {
    faults.push('lifecycle: days are deleted and never archived; expected the action archive in a phase');
  }
  if (before.includes('delete'))
    faults.push('lifecycle: the action delete stands in warm or cold; expected in delete');
  return faults;
}

/** The phase of a day (yyyy-MM-dd) at a time. */
export function phaseOf(day: string, nowMs: number, policy: WholePolicy): Phase {
  const days = (nowMs - Date.parse(day) - DAY_MS) / DAY_MS;
  if (days >= policy.delete.afterDays) return 'delete';
  if (days >= policy.cold.afterDays) return 'cold';
  return days >= policy.warm.afterDays ? 'warm' : 'hot';
}

/** All that is due for a day that has come to a phase: also of those before, for who was not running then. */
export function actionsIn(phase: Phase, policy: WholePolicy): Set<ActionName> {
  const reached = PHASES.slice(1, PHASES.indexOf(phase) + 1) as Exclude<Phase, 'hot'>[];
  return new Set(reached.flatMap((each) => policy[each].actions));
}
