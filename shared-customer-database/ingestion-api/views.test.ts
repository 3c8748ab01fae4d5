import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  ADMIN,
  AGGREGATOR,
  AUDITOR,
  BIANCHI,
  type Ingestion,
  MARKET,
  OPERATOR,
  ROSSI,
  settle,
  startIngestion,
  TSO,
  type Who,
} from './ingestion.test-input.ts';

let api: Ingestion;
/** Market is an admin of views, TSO an editor, Rossi a reader; the first aggregator is in a group that reads. */
before(async () => {
  api = await startIngestion();
  await settle(api);
  await written(ADMIN, 'groups', { id: 'traders', name: 'Traders' });
  for (const [id, role, groups] of [
    ['market-1', 'admin', []],
    ['tso-1', 'editor', []],
    ['rossi', 'reader', []],
    ['agg-1', 'reader', ['traders']],
  ] as const)
    await written(ADMIN, 'people', { id, role, isEnabled: true, groups });
});
after(() => api.close());

const panel = {
  kind: 'graph',
  title: 'Rome',
  measure: 'energyImportWh',
  groupBy: 'municipality',
  days: 7,
  columns: 6,
};
const view = (id: string, more: object = {}) => ({ id, title: 'Rome', panels: [panel], ...more });
const status = async (who: Who, method: string, path: string, sent: object = {}) =>
  (await api.call(who, method, `/v1/${path}`, sent)).status;
async function written(who: Who, path: string, body: object) {
  const answer = await api.call(who, 'POST', `/v1/${path}`, { body });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

test('an editor makes a view, a reader sees it when an admin has enabled him, and nobody else does', async () => {
  const made = await written(TSO, 'views', view('rome'));
  assert.deepEqual([made.people, made.groups], [['tso-1'], []], 'it is its maker’s');
  for (const who of [ROSSI, AGGREGATOR, OPERATOR, AUDITOR])
    assert.equal(await status(who, 'GET', 'views/rome'), 404);
  const open = { ...made, people: ['tso-1', 'rossi'], groups: ['traders'] };
  const refused = await api.call(TSO, 'PUT', '/v1/views/rome', { body: open });
  assert.deepEqual([refused.status, refused.body.field], [403, 'people'], refused.text);
  assert.equal(await status(MARKET, 'PUT', 'views/rome', { body: open }), 200);
  for (const who of [ROSSI, AGGREGATOR, TSO, MARKET, ADMIN])
    assert.equal(await status(who, 'GET', 'views/rome'), 200);
  for (const who of [BIANCHI, OPERATOR, AUDITOR]) assert.equal(await status(who, 'GET', 'views/rome'), 404);
  const lists = async (who: Who) => {
    const { items, hidden } = (await api.call(who, 'GET', '/v1/views')).body;
    return [items.length, hidden];
  };
  assert.deepEqual(await lists(AGGREGATOR), [1, 0]);
  assert.deepEqual(await lists(BIANCHI), [0, 1]);
});

test('an editor changes and removes his views, and leaves who is enabled as it is; a reader changes nothing', async () => {
  const made = await written(TSO, 'views', view('mine'));
  await written(MARKET, 'views', view('theirs', { people: ['rossi'] }));
  const changed = { ...view('mine', { title: 'Rome and around' }), revision: 1 };
  for (const who of [ROSSI, OPERATOR, BIANCHI]) {
    assert.equal(await status(who, 'PUT', 'views/mine', { body: changed }), 403);
    assert.equal(await status(who, 'POST', 'views', { body: view('another') }), 403);
    const { status: seen } = await api.call(who, 'GET', '/v1/views/mine');
    assert.equal(
      await status(who, 'DELETE', 'views/mine', { headers: { 'if-match': '*' } }),
      seen === 200 ? 403 : 404,
    );
  }
  const after = await api.call(TSO, 'PUT', '/v1/views/mine', { body: changed });
  assert.deepEqual([after.status, after.body.people], [200, made.people]);
  assert.equal(await status(TSO, 'PUT', 'views/theirs', { body: { ...view('theirs'), revision: 1 } }), 403);
  assert.equal(await status(TSO, 'DELETE', 'views/mine', { headers: { 'if-match': '*' } }), 204);
  assert.equal(
    await status(AUDITOR, 'GET', 'views/mine/history'),
    200,
    'what was there stays in the journal',
  );
});

test('only an admin keeps people and groups, nobody raises himself, and who is no more enabled sees nothing', async () => {
  const me = (id: string) => ({ id, role: 'admin', isEnabled: true, groups: [] });
  for (const [who, id] of [
    [TSO, 'tso-1'],
    [ROSSI, 'rossi'],
    [OPERATOR, 'dso'],
  ] as const) {
    assert.equal(await status(who, 'POST', 'people', { body: me('somebody') }), 403);
    assert.equal(await status(who, 'PUT', `people/${id}`, { body: { ...me(id), revision: 1 } }), 403);
    assert.equal(await status(who, 'POST', 'groups', { body: { id: 'g', name: 'G' } }), 403);
  }
  assert.equal(await status(ROSSI, 'GET', 'people/rossi'), 200, 'what he is himself');
  assert.equal(await status(ROSSI, 'GET', 'people/tso-1'), 404);
  await written(MARKET, 'people', { id: 'bianchi', role: 'reader', isEnabled: true, groups: ['traders'] });
  await written(MARKET, 'views', view('open', { groups: ['traders'] }));
  assert.equal(await status(BIANCHI, 'GET', 'views/open'), 200);
  const off = { id: 'bianchi', role: 'reader', isEnabled: false, groups: ['traders'], revision: 1 };
  assert.equal(await status(MARKET, 'PUT', 'people/bianchi', { body: off }), 200);
  assert.equal(await status(BIANCHI, 'GET', 'views/open'), 404, 'at the very next request');
});

test('everyone is told what he may do with views', async () => {
  const rights = async (who: Who) => (await api.call(who, 'GET', '/v1/access/views')).body;
  assert.deepEqual(await rights(TSO), {
    ...{ person: 'tso-1', role: 'editor', groups: [], mayCreate: true, mayEnable: false },
  });
  assert.deepEqual(await rights(AGGREGATOR), {
    ...{ person: 'agg-1', role: 'reader', groups: ['traders'], mayCreate: false, mayEnable: false },
  });
  assert.deepEqual(await rights(OPERATOR), {
    ...{ person: 'dso', role: 'none', groups: [], mayCreate: false, mayEnable: false },
  });
  assert.equal((await rights(ADMIN)).mayEnable, true);
});

test('what no page could draw is refused with its place; what is named stays', async () => {
  const post = async (panels: object[]) =>
    (await api.call(MARKET, 'POST', '/v1/views', { body: view('bad', { panels }) })).body;
  const { groupBy: _, ...bare } = panel;
  for (const wrong of [
    bare,
    { ...panel, pod: 'IT002E00000001' },
    { ...panel, kind: 'map', groupBy: 'aggregator' },
  ]) {
    const { code, field } = await post([panel, wrong]);
    assert.deepEqual([code, field], ['SCD_BAD_REQUEST', 'panels.1']);
  }
  assert.equal((await post([{ ...panel, query: 'drop' }])).code, 'SCD_BAD_REQUEST');
  assert.equal(await status(MARKET, 'POST', 'views', { body: view('x', { people: ['nobody'] }) }), 422);
  await written(MARKET, 'views', view('kept', { groups: ['traders'] }));
  assert.equal(await status(MARKET, 'DELETE', 'groups/traders', { headers: { 'if-match': '*' } }), 409);
});
