import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { toErasedRecord } from '@access-layer/core/erased-record';
import { type CertifiedRecord, TOPICS } from '@access-layer/core/record';
import {
  AGGREGATOR,
  AUDITOR,
  customer,
  districtRecords,
  END,
  OPERATOR,
  podCode,
  SECOND_DAY,
  settleDistrict,
} from '../test/test-district.ts';
import { seal } from '../test/test-records.ts';
import { ADMINISTRATOR, startTestService, type TestCaller, type TestService } from '../test/test-service.ts';
import { waitUntil } from '../test/wait-until.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Body = any;
const POD = podCode(1);
/** The Blockchain Access Layer and the registrar, which have tests of their own. */
const OTHERS = ['blockchain-access-layer', 'registrar'];

async function ask(
  service: TestService,
  who: TestCaller,
  path: string,
  body?: object,
): Promise<[number, Body]> {
  const headers = { 'content-type': 'application/json' };
  const answer = await service.call(
    who,
    path,
    body ? { method: 'POST', headers, body: JSON.stringify(body) } : {},
  );
  const text = await answer.text();
  return [answer.status, text ? JSON.parse(text) : undefined];
}

async function get(service: TestService, who: TestCaller, path: string): Promise<Body> {
  const [status, body] = await ask(service, who, path);
  assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
  return body;
}

/** What must be found nowhere, with the files in which it is. */
function findIn(dir: string, needles: string[]): string[] {
  const wanted = needles.map((needle) => Buffer.from(needle));
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      return wanted.filter((needle) => bytes.includes(needle)).map((needle) => `${entry.name}: ${needle}`);
    });
}

/** Other parts say that they are done, as they do on the stream. */
async function othersReport(service: TestService, erasure: string): Promise<void> {
  for (const part of OTHERS) {
    const value = JSON.stringify({ erasure, part, erased: { log: 1 } });
    await service.stream.append(TOPICS.erasureReports, [{ key: erasure, value }]);
  }
}

async function complete(service: TestService, id: string): Promise<Body> {
  let answer: Body;
  await waitUntil('the erasure to be complete', async () => {
    answer = await get(service, ADMINISTRATOR, `/v1/erasures/${id}`);
    return answer.status === 'complete';
  });
  return answer;
}

/** Packets of the former holder: nonces, signatures and a register that nobody else has. */
function tracesOf(records: CertifiedRecord[]): string[] {
  return records
    .filter(({ payload }) => {
      const { pod, readings } = JSON.parse(payload);
      return pod === POD && Date.parse(readings[0].at) < SECOND_DAY;
    })
    .flatMap(({ payload, signature }) => [JSON.parse(payload).nonce, signature, payload.slice(0, 200)]);
}

async function erased(t: TestContext) {
  const service = await startTestService(t);
  await settleDistrict(service);
  const batch = districtRecords();
  await service.publish([batch]);
  return { service, batch, traces: tracesOf(batch.records) };
}

test('what a former holder leaves is found in no file; the next holder and all others keep theirs', async (t) => {
  const { service, batch, traces } = await erased(t);
  const scd = join(service.dir, 'scd');
  assert.ok(traces.length >= 6 && findIn(scd, traces).length > 0, 'it is there before');
  // Somebody read it, and sums were made of it.
  await get(service, AGGREGATOR, `/v1/pods/${POD}/readings?limit=3`);
  await get(service, OPERATOR, `/v1/pods/${POD}/aggregates?from=2026-03-28&until=2026-03-31&step=day`);
  const before = await get(service, OPERATOR, `/v1/pods/${POD}/completeness`);
  const [refused] = await ask(service, customer(2), '/v1/erasures', { holding: 'h1' });
  assert.equal(refused, 422, 'not for another customer');
  const [status, asked] = await ask(service, customer(1), '/v1/erasures', { holding: 'h1' });
  assert.deepEqual(
    [status, asked.status, asked.until],
    [201, 'requested', new Date(SECOND_DAY).toISOString()],
  );
  assert.equal((await ask(service, customer(1), `/v1/erasures/${asked.id}/confirmation`, {}))[0], 403);
  const [, confirmed] = await ask(service, ADMINISTRATOR, `/v1/erasures/${asked.id}/confirmation`, {});
  assert.equal(confirmed.status, 'under-way');
  const range = `from=2026-03-27T00:00:00.000Z&until=${new Date(SECOND_DAY).toISOString()}`;
  assert.equal((await ask(service, customer(1), `/v1/pods/${POD}/readings?${range}`))[0], 404, 'at once');

  await othersReport(service, asked.id);
  const done = await complete(service, asked.id);
  assert.deepEqual(
    done.parts.map(({ part, done: isDone }: Body) => [part, isDone]).sort(),
    [...OTHERS, 'measurements', 'registry'].sort().map((part) => [part, true]),
  );
  assert.deepEqual(findIn(scd, traces), []);

  const left = await get(service, OPERATOR, `/v1/pods/${POD}/readings?limit=1000`);
  const packets = batch.records.filter(({ payload }) => JSON.parse(payload).pod === POD);
  const gone = packets.filter(({ payload }) => Date.parse(JSON.parse(payload).readings[0].at) < SECOND_DAY);
  assert.ok(
    left.readings.length > 0 &&
      left.readings.every(({ at }: Body) => Date.parse(at) >= SECOND_DAY - 3_600_000),
  );
  const after = await get(service, OPERATOR, `/v1/pods/${POD}/completeness`);
  const [was, is] = [before.nodes[0], after.nodes[0]];
  assert.deepEqual(
    [is.received, is.erased, is.missingPackets, is.chain.state, is.chain.verifiedLinks],
    [was.received - gone.length, gone.length, 0, 'verified', was.chain.verifiedLinks],
  );
  assert.equal(
    (await get(service, OPERATOR, `/v1/pods/${podCode(2)}/readings?limit=1000`)).readings.length,
    285,
  );

  const { messages } = await get(service, AUDITOR, '/v1/read-ledger');
  const said = JSON.parse(messages[done.message].payload);
  assert.equal(said.type, 'erasure');
  assert.doesNotMatch(messages[done.message].payload, /IT001|customer-1|h1/, 'it names nobody');
  assert.equal(said.erased.find(({ dataSet }: Body) => dataSet === 'measurements').count, gone.length);
});

test('it does not come back: not late, not certified again, not from the stream', async (t) => {
  const { service, batch, traces } = await erased(t);
  const [, { id }] = await ask(service, ADMINISTRATOR, '/v1/erasures', {
    holding: 'h1',
    reason: 'holder-left',
  });
  await othersReport(service, id);
  await complete(service, id);
  const scd = join(service.dir, 'scd');
  assert.deepEqual(findIn(scd, traces), []);
  const again = seal(
    batch.records.map(({ payload, signature, receivedAt }) => {
      return {
        message: { payload, signature: signature as `0x${string}` },
        payloadHash: '0x',
        receivedAt: receivedAt + 1,
      };
    }),
    { index: 1 },
  );
  const tombstones = batch.records.map((record) => JSON.stringify(toErasedRecord(record)));
  await service.publish([again]);
  await service.stream.append(
    'packets',
    tombstones.map((value) => ({ key: POD, value })),
  );
  const { items } = await waitForQuarantine(service);
  assert.deepEqual(findIn(scd, traces), []);
  // What says of itself that it was erased, and was not, is put aside and takes nothing away.
  assert.ok(items.every(({ detail }: Body) => /no erasure is known/.test(detail)));
  assert.equal(
    (await get(service, OPERATOR, `/v1/pods/${podCode(2)}/readings?limit=1000`)).readings.length,
    285,
  );
  assert.ok(END > SECOND_DAY);
});

async function waitForQuarantine(service: TestService): Promise<Body> {
  let page: Body;
  await waitUntil('records to be put aside', async () => {
    page = await get(service, OPERATOR, '/v1/quarantine?limit=1000');
    return page.items.length > 0;
  });
  return page;
}
