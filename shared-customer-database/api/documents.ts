interface Operation {
  tags?: string[];
}
/** The front door has Kafka REST under a prefix of its own, which Kafka clients are given as their address. */
const KAFKA = [
  { url: '/kafka', description: 'At the front door' },
  { url: '/', description: 'At the service itself' },
];
/** These stand where they are also at the front door. */
const AS_IT_IS = /^\/(v1\/|asyncapi\.json$)/;

const EVENTS = {
  title: 'Events API',
  description: `What happens, as it happens: certified measurements, activations, set-points, anomalies, changes of bindings and
messages of the market, and topics that parties make for themselves. By Kafka REST (v2 for records and consumer groups,
v3 for topics) and as server-sent events. Every record is given out to whom the access rules give it. The records
themselves are described by the AsyncAPI document.`,
};

interface Document {
  info: { title: string };
  tags?: { name: string }[];
  paths?: Record<string, unknown>;
}

/** The part of the OpenAPI document that is the Events API, or all the rest. */
export function documentOf<D extends object>(document: D, name: 'data' | 'events'): D {
  const { info, paths = {}, tags = [] } = document as Document;
  const wanted = Object.entries(paths).filter(([, item]) => isOfEvents(item) === (name === 'events'));
  const used = new Set(wanted.flatMap(([, item]) => tagsOf(item)));
  return {
    ...document,
    info: { ...info, ...(name === 'events' ? EVENTS : { title: 'Data API and Ingestion API' }) },
    tags: tags.filter((tag) => used.has(tag.name)),
    paths: Object.fromEntries(
      wanted.map(([path, item]) => [
        path,
        AS_IT_IS.test(path) ? item : { servers: KAFKA, ...(item as object) },
      ]),
    ),
  };
}

function isOfEvents(item: unknown): boolean {
  return tagsOf(item).some((tag) => tag.startsWith('Events'));
}

function tagsOf(item: unknown): string[] {
  return Object.values(item as Record<string, Operation>).flatMap(({ tags }) => tags ?? []);
}
