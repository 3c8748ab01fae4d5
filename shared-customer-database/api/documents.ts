interface Operation {
  tags?: string[];
}
/** The front door has Kafka REST under a prefix of its own, which Kafka clients are given as their address. */
const KAFKA = [
  { url: '/kafka', description: 'At the front door' },
  { url: '/', description: 'At the service itself' },
];

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
    paths: Object.fromEntries(
      Object.entries(paths)
        .filter(([, item]) => isWanted(item))
        .map(([path, item]) => [
          path,
          path.startsWith('/v1/') ? item : { servers: KAFKA, ...(item as object) },
        ]),
    ),
  };
}

function isOfEvents(item: unknown): boolean {
  return Object.values(item as Record<string, Operation>).some(({ tags }) =>
    tags?.some((tag) => tag.startsWith('Events')),
  );
}
