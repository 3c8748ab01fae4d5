import type { Caller } from '@access-layer/kit/token';
import type { Access } from '../access/access.ts';
import type { Resource, ViewRole } from '../access/question.ts';
import { type Person, stableJson, type View } from '../registry/documents.ts';
import type { Registry } from '../registry.ts';
import { ingestionError } from './errors.ts';

type People = Pick<Registry, 'get'>;

/** What somebody is among the people of views; one who was not enabled is nobody. */
export async function viewerOf(
  registry: People,
  { subject }: Pick<Caller, 'subject'>,
): Promise<{ viewRole: ViewRole; groups: string[] }> {
  const person = (await registry.get('person', subject))?.document;
  return person?.isEnabled
    ? { viewRole: person.role, groups: person.groups }
    : { viewRole: 'none', groups: [] };
}

/** What the rules are told about a view, a group or a person. */
export async function viewResource(
  kind: 'view' | 'group' | 'person',
  document: object,
  registry: People,
  caller: Caller,
): Promise<Resource> {
  const { viewRole, groups } = await viewerOf(registry, caller);
  if (kind === 'group') return { type: 'Group', viewRole };
  if (kind === 'person')
    return { type: 'Person', viewRole, isSelf: (document as Person).id === caller.subject };
  const { people, groups: open } = document as View;
  const isEnabled = people.includes(caller.subject) || open.some((id) => groups.includes(id));
  return { type: 'View', viewRole, isEnabled };
}

/**
 * A view as it is kept: who is enabled stays as it was where nothing is said of it, and a new one is its maker's.
 * Whoever changes who is enabled needs a rule for that beside the one to change the view.
 * @throws AccessLayerError SCD_FORBIDDEN
 */
export async function completeView(
  { registry, access }: { registry: People; access: Access },
  caller: Caller,
  sent: Omit<View, 'people' | 'groups'> & Partial<View>,
  existing: View | undefined,
): Promise<View> {
  const before = existing ?? { people: await ownList(registry, caller), groups: [] };
  const { people = before.people, groups = before.groups } = sent;
  const view: View = { ...sent, people: [...people].sort(), groups: [...groups].sort() };
  const enabled = (of: Pick<View, 'people' | 'groups'>) =>
    stableJson([[...of.people].sort(), [...of.groups].sort()]);
  if (enabled(view) === enabled(before)) return view;
  const { allowed } = await access.may(caller, 'enable', await viewResource('view', view, registry, caller));
  if (allowed) return view;
  throw ingestionError(
    'SCD_FORBIDDEN',
    'who is enabled for a view is for an admin to say: leave people and groups out',
    {
      field: 'people',
    },
  );
}

/** One panel shows groups of PoDs or one PoD. @throws AccessLayerError SCD_BAD_REQUEST */
export function checkPanels({ panels }: View): void {
  for (const [index, { groupBy, pod, kind }] of panels.entries()) {
    const field = `panels.${index}`;
    if ((groupBy === undefined) === (pod === undefined))
      throw ingestionError('SCD_BAD_REQUEST', `${field}: give groupBy or pod, and one of them only`, {
        field,
      });
    if (kind === 'map' && groupBy !== 'municipality')
      throw ingestionError('SCD_BAD_REQUEST', `${field}: a map is of groupBy "municipality"`, { field });
  }
}

async function ownList(registry: People, { subject }: Caller): Promise<string[]> {
  return (await registry.get('person', subject)) ? [subject] : [];
}
