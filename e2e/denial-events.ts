import assert from 'node:assert/strict';

/** Addresses of the Events API at the front door or at the service itself. */
export interface EventsPlace {
  /** Before `/v1/events/stream`. */
  url: string;
  /** Before `/topics`, `/consumers` and `/v3`. */
  kafkaUrl: string;
}

type Headers = Record<string, string>;

/** A topic that everybody may read: what stands in it is the sign that all before it has been looked at. */
const MARK = 'denial-matrix-mark';
const JSON_V2 = 'application/vnd.kafka.json.v2+json';
const V2 = 'application/vnd.kafka.v2+json';

/** Makes the topic of marks, with one in it. `headers` are an administrator's. */
export async function makeMark({ kafkaUrl }: EventsPlace, headers: Headers): Promise<void> {
  const { data } = (await read(await fetch(`${kafkaUrl}/v3/clusters`, { headers }))) as {
    data: { cluster_id: string }[];
  };
  const json = { ...headers, 'content-type': 'application/json' };
  const body = JSON.stringify({ topic_name: MARK, partitions_count: 1 });
  const topics = `${kafkaUrl}/v3/clusters/${data[0]!.cluster_id}/topics`;
  await read(await fetch(topics, { method: 'POST', headers: json, body }));
  await read(
    await fetch(`${kafkaUrl}/topics/${MARK}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': JSON_V2 },
      body: JSON.stringify({ records: [{ value: 'mark' }] }),
    }),
  );
}

/** PoDs whose measurements are given out as server-sent events, from the first record until the mark. */
export async function podsOfStream({ url }: EventsPlace, headers: Headers): Promise<Set<string>> {
  const ending = new AbortController();
  const query = `topics=measurements,${MARK}&from=earliest`;
  const response = await fetch(`${url}/v1/events/stream?${query}`, { headers, signal: ending.signal });
  assert.equal(response.status, 200, response.status === 200 ? '' : await response.text());
  const pods = new Set<string>();
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop()!;
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (event.includes(`event: ${MARK}`)) {
        ending.abort();
        return pods;
      }
      if (data && event.includes('event: measurements')) pods.add((JSON.parse(data) as Keyed).key);
    }
  }
  throw new Error(`the stream ended before the mark: ${text}`);
}

interface Keyed {
  topic: string;
  key: string;
}

/** PoDs whose measurements a Kafka REST consumer of its own group fetches, from the first record until the mark. */
export async function podsOfConsumer({ kafkaUrl }: EventsPlace, headers: Headers): Promise<Set<string>> {
  const v2 = { ...headers, 'content-type': V2 };
  const post = (url: string, body: object) =>
    fetch(url, { method: 'POST', headers: v2, body: JSON.stringify(body) });
  const settings = { format: 'json', 'auto.offset.reset': 'earliest', name: 'one' };
  const group = `denial-${Math.random().toString(36).slice(2)}`;
  const instance = `${kafkaUrl}/consumers/${group}/instances/one`;
  await read(await post(`${kafkaUrl}/consumers/${group}`, settings));
  await read(await post(`${instance}/subscription`, { topics: ['measurements', MARK] }));
  const pods = new Set<string>();
  for (let isMarked = false; !isMarked; ) {
    const answer = await fetch(`${instance}/records`, { headers: { ...headers, accept: JSON_V2 } });
    const records = (await read(answer)) as Keyed[];
    for (const { topic, key } of records) if (topic === 'measurements') pods.add(key);
    isMarked = records.some(({ topic }) => topic === MARK);
  }
  await read(await fetch(instance, { method: 'DELETE', headers: v2 }));
  return pods;
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  assert.ok(response.ok, `${response.url}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
