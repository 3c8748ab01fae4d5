import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Activation } from '@access-layer/core/payloads/activation';
import type { Caller } from '@access-layer/kit/token';
import { createReleased } from '../released/released.ts';
import { POD, START_MS, seal, TestNode } from '../test/test-records.ts';
import { publish, startTestScd, type TestScd } from '../test/test-scd.ts';
import { TestSender } from '../test/test-statements.ts';

const QUARTER_MS = 900_000;
const iso = (ms: number) => new Date(ms).toISOString();

/** Four set-points of a quarter of an hour each, one after the other, and what a node says of the first. */
async function withSetPoints(t: TestContext) {
  const platform = new TestSender('dsotp-1');
  const node = new TestNode();
  const listed = {
    valid: true,
    kind: 'set-point-signer' as const,
    from: 1,
    until: 0,
    revokedAt: 0,
    compromisedSince: 0,
  };
  const scd = await startTestScd(t, { bindingAt: async () => listed });
  const messages = [0, 1, 2, 3].map((seq) => platform.setPoint(START_MS + seq * QUARTER_MS, 10 * seq));
  await publish(scd, [seal([node.measure(START_MS), node.activation(START_MS + 5000), ...messages])]);
  return { scd, messages, platform };
}

async function get(scd: TestScd, url: string) {
  const response = await scd.http.inject({ url, headers: { host: 'localhost' } });
  return { status: response.statusCode, body: response.json() };
}

test('set-points of a PoD are served as they were signed, by the time in which they are in force', async (t) => {
  const { scd, messages, platform } = await withSetPoints(t);
  const all = await get(scd, `/v1/pods/${POD}/set-points`);
  assert.equal(all.status, 200);
  assert.deepEqual(
    all.body.setPoints.map(({ payload }: { payload: string }) => payload),
    messages.map(({ message }) => message.payload),
  );
  const [first] = all.body.setPoints;
  assert.deepEqual([first.signer, first.seq, first.mode], [platform.key, 0, 'resume']);
  const range = `from=${iso(START_MS + QUARTER_MS)}&until=${iso(START_MS + 2 * QUARTER_MS + 1)}`;
  const some = await get(scd, `/v1/pods/${POD}/set-points?${range}`);
  assert.deepEqual(
    some.body.setPoints.map(({ seq }: { seq: number }) => seq),
    [10, 20],
  );
});

test('they come in pages', async (t) => {
  const { scd } = await withSetPoints(t);
  const seen: number[] = [];
  let url = `/v1/pods/${POD}/set-points?limit=3`;
  for (let pages = 1; ; pages++) {
    const { body } = await get(scd, url);
    seen.push(...body.setPoints.map(({ seq }: { seq: number }) => seq));
    if (!body.next) {
      assert.equal(pages, 2);
      break;
    }
    url = `/v1/pods/${POD}/set-points?limit=3&cursor=${body.next}`;
  }
  assert.deepEqual(seen, [0, 10, 20, 30]);
});

test('each has a proof file, whose binding is a listing', async (t) => {
  const { scd, messages } = await withSetPoints(t);
  const { status, body } = await get(scd, `/v1/pods/${POD}/set-points/20/proof`);
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(body.packet, messages[2]!.message);
  assert.equal(body.binding.kind, 'set-point-signer');
  assert.equal((await get(scd, `/v1/pods/${POD}/set-points/15/proof`)).status, 404);
});

test('activations are served with what they say', async (t) => {
  const { scd } = await withSetPoints(t);
  const { body } = await get(scd, `/v1/pods/${POD}/activations`);
  assert.equal(body.activations.length, 1);
  const [activation] = body.activations;
  const signed = JSON.parse(activation.payload) as Activation;
  assert.deepEqual([activation.status, activation.setPoint], [signed.status, signed.setPoint]);
});

test('the rules are asked: what is not released is not there, or hidden', async (t) => {
  const { scd } = await withSetPoints(t);
  let until = START_MS + 2 * QUARTER_MS;
  const asked: string[] = [];
  const access = {
    allowedRanges: async (_caller: Caller, { dataSet, from }: { dataSet: string; from: number }) => {
      asked.push(dataSet);
      return { ranges: until === 0 ? [] : [{ from, until }], basis: [] };
    },
    may: async () => ({ allowed: false, rules: [], errors: [] }),
  };
  const released = createReleased({ store: scd.store, ledger: scd.ledger, access });
  const query = { pod: POD, fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER, limit: 10 };
  const page = await released.setPoints({} as Caller, query);
  assert.deepEqual([page.items.map(({ setPoint }) => setPoint.seq), page.hidden], [[0, 10], 2]);
  // What is released, and why it was: the read ledger has the basis of the time that was asked about.
  assert.deepEqual(asked, ['set-points', 'set-points']);
  until = 0;
  await assert.rejects(released.setPoints({} as Caller, query), { code: 'SCD_POD_UNKNOWN' });
});
