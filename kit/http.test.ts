import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccessLayerError } from '@access-layer/core/errors';
import { createHttp } from './http.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';

function create() {
  const http = createHttp({
    log: createLog({ name: 'test', level: 'silent' }),
    health: () => ({ status: 'degraded', reason: 'the disk is full' }),
    metrics: createMetrics(),
    statusOf: (code) => (code === 'TEST_MISSING' ? 404 : undefined),
  });
  http.get('/missing', () => {
    throw new AccessLayerError({ code: 'TEST_MISSING', message: 'not there' });
  });
  http.get('/away', () => {
    throw new AccessLayerError({ code: 'TEST_AWAY', message: 'come again', retryable: true });
  });
  http.get('/broken', () => {
    throw new Error('a secret detail');
  });
  return http;
}

test('a name that is not this machine is refused: DNS rebinding reads nothing', async () => {
  const http = create();
  for (const host of ['127.0.0.1:80', 'localhost', '[::1]:8080']) {
    assert.equal((await http.inject({ url: '/metrics', headers: { host } })).statusCode, 200, host);
  }
  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', '10.0.0.1']) {
    const answer = await http.inject({ url: '/metrics', headers: { host } });
    assert.equal(answer.statusCode, 403, host);
    assert.equal(answer.json().code, 'HOST_NOT_LOCAL');
  }
});

test('errors are answered with code and message; inner details stay in the log', async () => {
  const http = create();
  const get = async (url: string) => (await http.inject({ url, headers: { host: 'localhost' } })).json();
  assert.deepEqual(await get('/missing'), { code: 'TEST_MISSING', message: 'not there' });
  assert.equal((await get('/broken')).code, 'INTERNAL');
  assert.doesNotMatch(JSON.stringify(await get('/broken')), /secret/);
  assert.equal((await get('/nowhere')).code, 'NOT_FOUND');
  const away = await http.inject({ url: '/away', headers: { host: 'localhost' } });
  assert.deepEqual(
    [away.statusCode, away.headers['retry-after'], away.json()],
    [503, '5', { code: 'TEST_AWAY', message: 'come again' }],
  );
  assert.deepEqual(await get('/health'), { status: 'degraded', reason: 'the disk is full' });
});

test('a body that is too large is refused with an answer, not with a broken connection', async (t) => {
  const http = create();
  http.post('/take', async () => 'taken');
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => http.close());
  const headers = { 'content-type': 'application/json' };
  for (let count = 0; count < 5; count++) {
    const answer = await fetch(`${url}/take`, { method: 'POST', body: 'x'.repeat(8_000_000), headers });
    assert.equal(answer.status, 413);
    assert.notEqual(answer.headers.get('connection'), 'close');
    assert.match(await answer.text(), /FST_ERR_CTP_BODY_TOO_LARGE/);
  }
});
