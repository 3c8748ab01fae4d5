import type { Access } from '../access/access.ts';
import type { Release, ReleaseSubject } from './release.ts';

type Rules = Pick<Access, 'allowedRanges' | 'may'>;
type Who = Parameters<Rules['may']>[0];

/**
 * Asks the access rules for each record. A signed packet cannot be cut: it is released when all of its time may be
 * read, of every PoD in it. Statements of the market go to whom the rules for statements say; anomalies and changes of
 * bindings to whoever may see all of them, and else with the PoD's own data.
 */
export function releaseByAccess(rules: Rules): Release {
  return async (caller, topic, subject) => {
    if (!subject.certified) return true; // the topic's own settings have decided
    if (subject.statement) return mayReadStatement(rules, caller, subject.statement);
    if (topic === 'anomalies' && (await mayView(rules, caller, 'anomalies'))) return true;
    if (topic === 'unusual-reads' && (await mayView(rules, caller, 'read-ledger'))) return true;
    if (topic === 'registry-changes' && (await mayReadBindings(rules, caller))) return true;
    return mayReadPods(rules, caller, subject);
  };
}

async function mayReadStatement(
  rules: Rules,
  caller: Who,
  { type, sender, recipients }: NonNullable<ReleaseSubject['statement']>,
): Promise<boolean> {
  const resource = { type: 'Statement' as const, statementType: type, sender, recipients };
  return (await rules.may(caller, 'read', resource)).allowed;
}

async function mayView(rules: Rules, caller: Who, service: 'anomalies' | 'read-ledger'): Promise<boolean> {
  return (await rules.may(caller, 'view', { type: 'Service', service })).allowed;
}

async function mayReadBindings(rules: Rules, caller: Who): Promise<boolean> {
  return (await rules.may(caller, 'read', { type: 'Binding' })).allowed;
}

async function mayReadPods(
  rules: Rules,
  caller: Who,
  { dataSet, pods, fromMs, untilMs }: ReleaseSubject,
): Promise<boolean> {
  if (!dataSet || pods.length === 0 || !(fromMs < untilMs)) return false;
  for (const pod of pods) {
    const { ranges } = await rules.allowedRanges(caller, { pod, dataSet, from: fromMs, until: untilMs });
    const [range] = ranges;
    if (ranges.length !== 1 || range!.from !== fromMs || range!.until !== untilMs) return false;
  }
  return true;
}
