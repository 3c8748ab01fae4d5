interface Operation {
  tags?: string[];
}
interface Document {
  info: { title: string };
  paths?: Record<string, unknown>;
}

/** The part of the OpenAPI document that is the Events API, or all the rest. */
export function documentOf<D extends object>(document: D, name: 'data' | 'events'): D {
  const { info, paths = {} } = document as Document;
  const isWanted = (item: unknown) => isOfEvents(item) === (name === 'events');
  return {
    ...document,
    info: { ...info, title: name === 'events' ? 'Events API' : 'Data API and Ingestion API' },
    paths: Object.fromEntries(Object.entries(paths).filter(([, item]) => isWanted(item))),
  };
}

function isOfEvents(item: unknown): boolean {
  return Object.values(item as Record<string, Operation>).some(({ tags }) =>
    tags?.some((tag) => tag.startsWith('Events')),
  );
}
