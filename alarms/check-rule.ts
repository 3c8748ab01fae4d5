import { mayRead } from './access.ts';
import { mayUse } from './channels.ts';
import { alarmsError } from './errors.ts';
import { DSO, type Owner } from './owner.ts';
import type { Parts } from './parts.ts';
import type { Condition, RuleBody } from './rule.ts';

/** What others than the DSO may watch: PoDs that they may read. */
const OF_PODS: Condition['kind'][] = ['threshold', 'missing'];
const KINDS: Condition['kind'][] = [...OF_PODS, 'anomaly', 'anchor-age', 'metric'];
const MOST_OF_DSO = 1000;
const MOST_OF_OTHERS = 50;

export function kindsFor(owner: Owner): Condition['kind'][] {
  return owner === DSO ? KINDS : OF_PODS;
}

/** What the schema cannot say of a rule. @throws AccessLayerError */
export async function checkRule(
  parts: Parts,
  owner: Owner,
  { condition, channels }: RuleBody,
): Promise<void> {
  const known = kindsFor(owner);
  if (!known.includes(condition.kind)) {
    throw alarmsError('ALM_NOT_YOURS', `condition.kind is ${condition.kind}; expected ${known.join(' or ')}`);
  }
  if (condition.kind === 'metric' && condition.service !== undefined) {
    const services = parts.settings.metrics.map(({ service }) => service);
    if (!services.includes(condition.service)) {
      const expected = services.join(', ') || 'none: metrics of the configuration is empty';
      throw alarmsError(
        'ALM_RULE_INVALID',
        `condition.service is "${condition.service}"; expected ${expected}`,
      );
    }
  }
  for (const id of channels) {
    const channel = parts.channels.find(id);
    if (!channel || !mayUse(owner, channel))
      throw alarmsError('ALM_RULE_INVALID', `channels: there is no channel ${id}`);
  }
  if (owner !== DSO) await checkPod(parts, owner, (condition as { pod?: string }).pod);
}

async function checkPod(parts: Parts, owner: Owner, pod: string | undefined): Promise<void> {
  if (pod === undefined)
    throw alarmsError('ALM_NOT_YOURS', 'condition.pod is missing; every PoD is for the DSO');
  const answer = await mayRead(parts, { owner, id: 'new' }, { pod, atMs: parts.now(), isTold: false });
  if (answer === 'no') throw alarmsError('ALM_DATA_REFUSED', `there is no PoD ${pod} that you may read now`);
  if (answer === 'unknown') throw alarmsError('ALM_DATA_UNAVAILABLE', 'the access rules cannot be asked');
}

/** @throws AccessLayerError ALM_RULE_LIMIT */
export function checkCount({ rules }: Parts, owner: Owner): void {
  const most = owner === DSO ? MOST_OF_DSO : MOST_OF_OTHERS;
  if (rules.list(owner).length >= most)
    throw alarmsError('ALM_RULE_LIMIT', `there are ${most} rules, which is all`);
}
