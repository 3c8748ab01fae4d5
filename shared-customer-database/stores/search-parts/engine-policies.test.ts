import assert from 'node:assert/strict';
import { test } from 'node:test';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { DEFAULT_POLICY } from '../../lifecycle/policy.ts';
import { ilmPolicy, ismPolicy } from './engine-policies.ts';
import { createIndexNames } from './index-names.ts';

const closed = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1 });
const Age = Type.String({ pattern: '^\\d+(d|h|m|s|ms|micros)$' });

/** The form of a policy as OpenSearch documents it: docs.opensearch.org/latest/im-plugin/ism/policies. */
const IsmPolicy = Type.Object(
  {
    policy: Type.Object(
      {
        description: Text,
        default_state: Text,
        states: Type.Array(
          Type.Object(
            {
              name: Text,
              actions: Type.Array(
                Type.Union([
                  Type.Object(
                    { force_merge: Type.Object({ max_num_segments: Type.Integer() }, closed) },
                    closed,
                  ),
                  Type.Object({ read_only: Type.Object({}, closed) }, closed),
                  Type.Object(
                    { snapshot: Type.Object({ repository: Text, snapshot: Text }, closed) },
                    closed,
                  ),
                  Type.Object({ delete: Type.Object({}, closed) }, closed),
                ]),
              ),
              transitions: Type.Array(
                Type.Object(
                  { state_name: Text, conditions: Type.Object({ min_index_age: Age }, closed) },
                  closed,
                ),
              ),
            },
            closed,
          ),
        ),
        ism_template: Type.Array(
          Type.Object({ index_patterns: Type.Array(Text), priority: Type.Integer({ minimum: 0 }) }, closed),
        ),
      },
      closed,
    ),
  },
  closed,
);

test('the policy for OpenSearch has the documented form, and its states lead from one to the next', () => {
  const names = createIndexNames('rome-');
  const whole = ismPolicy(DEFAULT_POLICY, { names, repository: 'days' });
  const checker = Compile(IsmPolicy);
  assert.deepEqual([...checker.Errors(whole)], []);
  const { policy } = whole as Type.Static<typeof IsmPolicy>;
  assert.deepEqual(
    policy.states.map(({ name, actions, transitions }) => [
      name,
      actions.flatMap((action) => Object.keys(action)),
      transitions.map(({ state_name, conditions }) => `${state_name} after ${conditions.min_index_age}`),
    ]),
    [
      ['hot', [], ['warm after 48h']],
      ['warm', ['force_merge'], ['cold after 744h']],
      ['cold', ['force_merge', 'snapshot', 'read_only'], ['delete after 1464h']],
      ['delete', ['delete'], []],
    ],
  );
  assert.deepEqual(policy.ism_template[0]!.index_patterns, ['rome-measurements-*']);
  const without = ismPolicy(DEFAULT_POLICY, { names }) as Type.Static<typeof IsmPolicy>;
  assert.ok(
    !JSON.stringify(without).includes('"snapshot"'),
    'without a repository nobody asks for a snapshot',
  );
});

test('the policy for Elasticsearch says what its phases allow', () => {
  const cold = { ...DEFAULT_POLICY, warm: { afterDays: 1.5, actions: ['force-merge', 'archive'] as never } };
  assert.deepEqual(ilmPolicy(cold), {
    policy: {
      phases: {
        warm: { min_age: '60h', actions: { forcemerge: { max_num_segments: 1 } } },
        delete: { min_age: '1464h', actions: { delete: {} } },
      },
    },
  });
});
