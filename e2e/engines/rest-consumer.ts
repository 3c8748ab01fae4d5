import assert from 'node:assert/strict';
import { send, V2 } from '@access-layer/shared-customer-database/events-api/events.test-input';

const TYPES = { 'content-type': V2 };

/** A consumer instance of Kafka REST v2 in the group `shared`, by whichever instance of the API. */
export function createRestConsumer(url: string, name: string) {
  const group = `${url}/consumers/shared`;
  const own = `${group}/instances/${name}`;
  async function call(method: string, at: string, body?: object) {
    const sent = body ? { headers: TYPES, body: JSON.stringify(body) } : {};
    const answer = await send(at, method, { token: 'any', ...sent });
    assert.ok(answer.status < 300, `${method} ${at}: ${answer.status} ${answer.text}`);
    return answer.body;
  }
  return {
    async subscribe(topic: string): Promise<void> {
      await call('POST', group, { name, format: 'json', 'auto.offset.reset': 'earliest' });
      await call('POST', `${own}/subscription`, { topics: [topic] });
    },
    async partitions(): Promise<number[]> {
      const { partitions } = await call('GET', `${own}/assignments`);
      return partitions.map(({ partition }: { partition: number }) => partition);
    },
    read: (): Promise<{ partition: number; offset: number }[]> => call('GET', `${own}/records?timeout=500`),
    commit: () => call('POST', `${own}/offsets`, {}),
  };
}
