import { VARIABLES, type VariableName, type Variables } from './command.ts';

/** What a template asks for that the set-point or the site does not give. */
export class MissingVariable extends Error {}

const PLACE = new RegExp(`\\{(${[...VARIABLES, 'device'].join('|')})\\}`, 'g');

/** Puts numbers into the places of a text; `device` is the name that the device has with its server. */
export function fillIn(text: string, variables: Variables, device: string): string {
  return text.replace(PLACE, (_, name: VariableName | 'device') => {
    if (name === 'device') return encodeURIComponent(device);
    const value = variables[name];
    if (value === undefined) throw new MissingVariable(`nothing gives ${name}`);
    return String(value);
  });
}

type Leaf = string | number | boolean;

/** Values of a body; a text that is nothing but one place becomes a number. */
export function fillInBody(
  body: Record<string, Leaf>,
  variables: Variables,
  device: string,
): Record<string, Leaf> {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, fillInLeaf(value, variables, device)]),
  );
}

export function fillInLeaf(value: Leaf, variables: Variables, device: string): Leaf {
  if (typeof value !== 'string') return value;
  const text = fillIn(value, variables, device);
  return /^\{(?!device)\w+\}$/.test(value) ? Number(text) : text;
}

/** The value at a path (`a.b.0`); undefined where there is none. */
export function valueAt(document: unknown, path: string): unknown {
  let at = document;
  for (const key of path.split('.')) at = (at as Record<string, unknown> | null | undefined)?.[key];
  return at;
}
