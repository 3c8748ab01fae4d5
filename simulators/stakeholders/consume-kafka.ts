import type { AccessLayerClient } from '@access-layer/client/create-client';
import type { Certified } from './inbox.ts';

const V2 = 'application/vnd.kafka.v2+json';
const JSON_RECORDS = 'application/vnd.kafka.json.v2+json';
/** How long one question waits for something new; the first only settles from where on. */
const POLL_MS = 5000;
const FIRST_POLL_MS = 1;
const FAREWELL_MS = 2000;

/** Values of topics as a consumer of a group of Kafka REST v2 gets them, from now on and until the signal aborts. */
export async function* consumeKafka(
  { url, fetch }: AccessLayerClient,
  {
    group,
    topics,
    signal,
    onOpen,
  }: { group: string; topics: readonly string[]; signal: AbortSignal; onOpen: () => void },
): AsyncGenerator<Certified, void, undefined> {
  async function call(method: string, path: string, body?: object, until = signal): Promise<unknown> {
    const headers = { accept: `${method === 'GET' ? JSON_RECORDS : V2}`, 'content-type': V2 };
    const content = body ? { body: JSON.stringify(body) } : {};
    const request = new Request(`${url}/kafka${path}`, { method, headers, signal: until, ...content });
    const response = await fetch(request);
    const text = await response.text();
    if (!response.ok) throw new TypeError(`${method} ${path}: ${response.status} ${text.slice(0, 200)}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  const made = (await call('POST', `/consumers/${group}`, {
    format: 'json',
    'auto.offset.reset': 'latest',
  })) as { instance_id: string };
  const instance = `/consumers/${group}/instances/${made.instance_id}`;
  try {
    await call('POST', `${instance}/subscription`, { topics });
    for (let timeout = FIRST_POLL_MS; !signal.aborted; timeout = POLL_MS) {
      const records = (await call('GET', `${instance}/records?timeout=${timeout}`)) as { value: Certified }[];
      onOpen();
      for (const { value } of records) yield value;
    }
  } finally {
    // Its partitions are given to the next one at once; otherwise after the instance timeout.
    await call('DELETE', instance, undefined, AbortSignal.timeout(FAREWELL_MS)).catch(() => undefined);
  }
}
