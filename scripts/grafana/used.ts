/** What made files ask of the rest of the system: checked against what services really say and keep. */
interface Used {
  /** Names of metrics. */
  metrics: string[];
  /** Fields of the index of packets. */
  fields: string[];
}

const METRIC = /\baccess_layer_[a-z0-9_]+/g;
/** `pod:(…)` and `type:measurement` of Lucene, outside of quotes. */
const LUCENE_FIELD = /\b([A-Za-z][A-Za-z.]*):/g;

/** Looks through all texts and objects of made files, whatever holds them. */
export function usedIn(made: unknown): Used {
  const metrics = new Set<string>();
  const fields = new Set<string>();
  walk(made, (key, value) => {
    if (key === 'expr') for (const [name] of value.matchAll(METRIC)) metrics.add(name);
    if (key === 'field' || key === 'timeField') fields.add(value);
    if (key === 'query') for (const [, name] of value.matchAll(LUCENE_FIELD)) fields.add(name!);
  });
  return { metrics: [...metrics].sort(), fields: [...fields].sort() };
}

function walk(value: unknown, text: (key: string, value: string) => void, key = ''): void {
  if (typeof value === 'string') text(key, value);
  else if (Array.isArray(value)) for (const item of value) walk(item, text, key);
  else if (value && typeof value === 'object')
    for (const [name, item] of Object.entries(value)) walk(item, text, name);
}
