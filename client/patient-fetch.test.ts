import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patientFetch, retryAfterMs } from './patient-fetch.ts';
import { startServer } from './test/service.ts';

const patience = { tries: 3, maxWaitMs: 2000 };
const send = (url: string, init?: RequestInit) => patientFetch(fetch, patience)(new Request(url, init));

test('429 and 503 are tried again after Retry-After, with the same body', async (t) => {
  const { url, seen } = await startServer(t, (_seen, response, count) => {
    const status = [429, 503, 200][count - 1]!;
    response.writeHead(status, { 'retry-after': '0' }).end(`${status}`);
  });
  const response = await send(url, { method: 'POST', body: 'an order' });
  assert.equal(await response.text(), '200');
  assert.deepEqual(
    seen.map(({ body }) => body),
    ['an order', 'an order', 'an order'],
  );
});

test('it waits as long as the service says', async (t) => {
  const { url } = await startServer(t, (_seen, response, count) => {
    response.writeHead(count === 1 ? 429 : 200, { 'retry-after': '1' }).end();
  });
  const startMs = performance.now();
  assert.equal((await send(url)).status, 200);
  assert.ok(performance.now() - startMs >= 990, 'not before a second has passed');
});

test('so often and no more, not for a service that asks for longer, and never after 502 or 504', async (t) => {
  for (const [status, after, tries] of [
    [503, '0', 3],
    [429, '60', 1],
    [502, '0', 1],
    [504, '0', 1],
  ] as const) {
    const { url, seen } = await startServer(t, (_seen, response) => {
      response.writeHead(status, { 'retry-after': after }).end();
    });
    assert.equal((await send(url)).status, status);
    assert.equal(seen.length, tries, `${status} ${after}`);
  }
});

test('who gives up while it waits is told at once', async (t) => {
  const gone = new AbortController();
  const { url, seen } = await startServer(t, (_seen, response) => {
    response.writeHead(503, { 'retry-after': '2' }).end(() => gone.abort(new Error('given up')));
  });
  await assert.rejects(send(url, { signal: gone.signal }), /given up|abort/i);
  assert.equal(seen.length, 1);
});

test('Retry-After is seconds or a date', () => {
  const now = Date.parse('2026-02-01T10:00:00Z');
  assert.equal(retryAfterMs('7', now), 7000);
  assert.equal(retryAfterMs('Sun, 01 Feb 2026 10:00:05 GMT', now), 5000);
  assert.equal(retryAfterMs('Sun, 01 Feb 2026 09:00:00 GMT', now), 0);
  assert.equal(retryAfterMs('soon', now), 1000);
  assert.equal(retryAfterMs(null, now), 1000);
});
