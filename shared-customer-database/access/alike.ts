import type { CedarSchema } from './cedar-schema.ts';
import type { Question } from './question.ts';

/** Ids in the answers of nobody: no document's id has this character. */
const STAND_IN = '\u0001';
const LITERAL = /"((?:[^"\\]|\\.)*)"/g;

/**
 * Makes questions about the data of PoDs alike that the rules cannot tell apart: ids of entities that neither the rules
 * name nor the caller is are replaced by stand-ins, one for each id, in the order in which they come. Rules can compare
 * ids, but not look into them, so the answer is the same; and a thousand PoDs in the same situation are one question.
 */
export function alikeQuestions(
  schema: CedarSchema,
  policies: Record<string, string>,
): (question: Question) => Question {
  const texts = Object.values(policies);
  const named = new Set(texts.flatMap((text) => [...text.matchAll(LITERAL)].map(([, literal]) => literal!)));
  // An escape may spell an id in another way.
  if (texts.some((text) => text.includes('\\'))) return (question) => question;
  const idsIn = Object.entries(schema.attributesOf('PodData') ?? {})
    .filter(([, { type, element }]) => type === 'Entity' || element?.type === 'Entity')
    .map(([name]) => name);
  return (question) => {
    const { principal, resource } = question;
    if (resource.type !== 'PodData') return question;
    const known = new Map<string, string>();
    const kept = new Set([principal.id, ...Object.values(principal.attributes).flatMap(textsOf)]);
    const standIn = (id: string) => {
      if (kept.has(id) || named.has(id)) return id;
      const found = known.get(id) ?? STAND_IN + known.size;
      known.set(id, found);
      return found;
    };
    const attributes = { ...resource.attributes };
    for (const name of idsIn) {
      const value = attributes[name];
      if (typeof value === 'string') attributes[name] = standIn(value);
      else if (Array.isArray(value)) attributes[name] = value.map(standIn);
    }
    return { ...question, resource: { ...resource, id: standIn(resource.id), attributes } };
  };
}

function textsOf(value: unknown): string[] {
  return [value].flat().filter((item) => typeof item === 'string');
}
