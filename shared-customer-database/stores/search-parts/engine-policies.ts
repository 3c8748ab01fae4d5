import type { ActionName, Phase, WholePolicy } from '../../lifecycle/policy.ts';
import type { IndexNames } from './index-names.ts';

/** Index age counts from its creation, which is at the beginning of its day; our days count from its end. */
const age = ({ afterDays }: { afterDays: number }) => `${Math.ceil((afterDays + 1) * 24)}h`;

type RestPhase = Exclude<Phase, 'hot'>;
const REST_PHASES: RestPhase[] = ['warm', 'cold', 'delete'];

/** What index lifecycle management allows where. `rollover` has no place: each day has its index from the beginning. */
const ILM_ACTIONS: Record<RestPhase, Partial<Record<ActionName, [string, object]>>> = {
  warm: {
    shrink: ['shrink', { number_of_shards: 1 }],
    'force-merge': ['forcemerge', { max_num_segments: 1 }],
    'read-only': ['readonly', {}],
  },
  cold: {},
  delete: { delete: ['delete', {}] },
};

/**
 * The policy for Elasticsearch's index lifecycle management, for who wants the engine to do it. The cold phase of an
 * engine neither merges nor closes, so these happen in warm, where they come once the index is written no more.
 */
export function ilmPolicy(policy: WholePolicy): object {
  const phases = REST_PHASES.map((phase) => {
    const allowed = Object.entries(ILM_ACTIONS[phase]).filter(([name]) =>
      isAsked(policy, phase, name as ActionName),
    );
    return [
      phase,
      { min_age: age(policy[phase]), actions: Object.fromEntries(allowed.map(([, action]) => action)) },
    ];
  });
  return { policy: { phases: Object.fromEntries(phases.filter(([phase]) => phase !== 'cold')) } };
}

function isAsked(policy: WholePolicy, phase: RestPhase, name: ActionName): boolean {
  return policy[phase].actions.includes(name);
}

export interface IsmOptions {
  names: IndexNames;
  /** Repository for snapshots; without it none are taken. */
  repository?: string | undefined;
}

/**
 * The policy for OpenSearch's index state management. Its shrink leaves the source beside the successor, and every packet
 * would be there twice, so it is not in it.
 */
export function ismPolicy(policy: WholePolicy, { names, repository }: IsmOptions): object {
  const actionsOf = (phase: RestPhase) =>
    policy[phase].actions.flatMap((name): object[] => {
      if (name === 'force-merge') return [{ force_merge: { max_num_segments: 1 } }];
      if (name === 'snapshot' && repository) return [{ snapshot: { repository, snapshot: '{{ctx.index}}' } }];
      if (name === 'read-only') return [{ read_only: {} }];
      return name === 'delete' ? [{ delete: {} }] : [];
    });
  const states = (['hot', ...REST_PHASES] as Phase[]).map((phase, i) => {
    const next = REST_PHASES[i];
    const transitions = next ? [{ state_name: next, conditions: { min_index_age: age(policy[next]) } }] : [];
    return { name: phase, actions: phase === 'hot' ? [] : actionsOf(phase), transitions };
  });
  return {
    policy: {
      description: 'Days of measurements, by the lifecycle of the Shared Customer Database',
      default_state: 'hot',
      states,
      ism_template: [{ index_patterns: [names.everyDay], priority: 200 }],
    },
  };
}
