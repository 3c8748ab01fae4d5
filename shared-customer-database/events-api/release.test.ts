import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caller } from '@access-layer/kit/token';
import type { Access } from '../access/access.ts';
import { type Answer, certified, openEvents, PODS, tokenOf } from './events.test-input.ts';
import type { Release, ReleaseSubject } from './release.ts';
import { releaseByAccess } from './release-by-access.ts';

const caller = { role: 'aggregator', party: 'agg-1' } as Caller;

async function consume(
  events: Awaited<ReturnType<typeof openEvents>>,
  topic: string,
  token: string,
): Promise<Answer> {
  const body = JSON.stringify({ name: 'c', format: 'json', 'auto.offset.reset': 'earliest' });
  await events.send('POST', `/consumers/${topic}`, { body, token });
  const base = `/consumers/${topic}/instances/c`;
  await events.send('POST', `${base}/subscription`, { body: JSON.stringify({ topics: [topic] }), token });
  return events.send('GET', `${base}/records?timeout=1000`, { token });
}

test('each record is asked about, with PoD, data set, times and the caller; refused ones are skipped', async (t) => {
  const asked: { caller: Caller; topic: string; subject: ReleaseSubject }[] = [];
  const served: string[] = [];
  const release: Release = async (who, topic, subject) => {
    asked.push({ caller: who, topic, subject });
    return subject.pods[0] === PODS[who.party === 'agg-1' ? 0 : 1];
  };
  const events = await openEvents({
    release,
    served: async (who, records) =>
      void served.push(...records.map(({ subject }) => `${who.party} ${subject.pods[0]}`)),
  });
  t.after(() => events.close());
  const records = Array.from({ length: 20 }, (_, i) => certified(PODS[i % 4]!, i));
  await events.stream.append('packets', records);
  const first = (await events.stream.offsets('packets'))[0]!.first;
  const mine = await consume(events, 'measurements', tokenOf());
  const theirs = await consume(events, 'measurements', tokenOf({ client_id: 'b', sub: 'b', party: 'agg-2' }));
  const placesOf = ({ body }: Answer) =>
    body.map(({ key, offset }: { key: string; offset: number }) => [key, offset - first]);
  assert.deepEqual(
    placesOf(mine),
    [0, 4, 8, 12, 16].map((i) => [PODS[0], i]),
    'the offsets of the topic',
  );
  assert.deepEqual(
    placesOf(theirs),
    [1, 5, 9, 13, 17].map((i) => [PODS[1], i]),
  );
  assert.deepEqual(served, [...Array(5).fill(`agg-1 ${PODS[0]}`), ...Array(5).fill(`agg-2 ${PODS[1]}`)]);
  assert.equal(asked.length, 40);
  const { topic, subject } = asked.find(({ subject: { pods } }) => pods[0] === PODS[2])!;
  const fromMs = Date.parse('2026-03-01T00:02:00.000Z');
  assert.equal(topic, 'measurements');
  assert.deepEqual(subject, {
    certified: true,
    dataSet: 'measurements',
    pods: [PODS[2]],
    fromMs,
    untilMs: fromMs + 1,
  });
});

test('a revoked right counts from the next record on; rules that fail close', async (t) => {
  let answer: () => boolean = () => true;
  const events = await openEvents({ release: () => answer() });
  t.after(() => events.close());
  await events.stream.append('packets', [certified(PODS[0]!, 0)]);
  const token = tokenOf();
  assert.equal((await consume(events, 'measurements', token)).body.length, 1);
  answer = () => false;
  await events.stream.append('packets', [certified(PODS[0]!, 1)]);
  const path = '/consumers/measurements/instances/c/records?timeout=1000';
  assert.deepEqual((await events.send('GET', path, { token })).body, []);
  answer = () => {
    throw new Error('the registry cannot be read');
  };
  await events.stream.append('packets', [certified(PODS[0]!, 2)]);
  const failed = await events.send('GET', path, { token });
  assert.deepEqual([failed.status, failed.body.error_code], [500, 50002]);
  assert.ok(!failed.text.includes('registry'), 'nothing of the inside is told');
  answer = () => true;
  assert.equal((await events.send('GET', path, { token })).body.length, 1, 'and the record is still to come');
});

test('every type of record has its topic, key and subject; nothing else is shown, and no salt', async (t) => {
  const events = await openEvents();
  t.after(() => events.close());
  const at = '2026-03-01T00:00:00.000Z';
  const period = { from: at, until: '2026-03-01T01:00:00.000Z' };
  const statement = {
    sender: 'agg-1',
    recipients: ['market'],
    pod: undefined,
    readings: undefined,
    issuedAt: at,
  };
  await events.stream.append('packets', [
    certified(PODS[0]!, 0, { type: 'activation', at }),
    certified(PODS[0]!, 1, { type: 'set-point', ...period }),
    certified(PODS[0]!, 2, { type: 'order', ...statement, ...period, pods: [PODS[1], PODS[2]] }),
    certified(PODS[0]!, 3, { type: 'dispute', ...statement }),
    certified(PODS[0]!, 4, { type: 'event', at }),
    { key: 'x', value: 'not JSON' },
    { key: 'x', value: '{"payload":"{}"}' },
  ]);
  await events.stream.append('anomalies', [
    { key: 'n1', value: JSON.stringify({ type: 'gap', node: 'n1', pod: PODS[3], seq: 4, at: 1000 }) },
    { key: 'n2', value: JSON.stringify({ type: 'clock', node: 'n2', at }) },
  ]);
  const opening = {
    kind: 1,
    key: `0x${'aa'.repeat(20)}`,
    node: 'n1',
    podCode: PODS[4],
    meterId: 'm',
    role: 'exchange',
  };
  const binding = { ...opening, salt: `0x${'5a'.repeat(32)}`, from: 1, until: 0 };
  await events.stream.append('registry', [{ key: 'n1', value: JSON.stringify(binding) }]);
  const entry = { entry: 1, pod: PODS[5], unusual: 'new-reader', from: at, until: period.until };
  await events.stream.append('unusual-reads', [{ key: PODS[5]!, value: JSON.stringify(entry) }]);
  const keysOf = async (topic: string) =>
    (await consume(events, topic, tokenOf())).body.map(({ key }: { key: string }) => key).sort();
  assert.deepEqual(await keysOf('measurements'), []);
  assert.deepEqual(await keysOf('activations'), [PODS[0]]);
  assert.deepEqual(await keysOf('set-points'), [PODS[0]]);
  assert.deepEqual(await keysOf('market-messages'), [PODS[1], 'agg-1'].sort());
  assert.deepEqual(await keysOf('anomalies'), [PODS[3], 'n2']);
  assert.deepEqual(await keysOf('registry-changes'), [PODS[4]]);
  assert.deepEqual(await keysOf('unusual-reads'), [PODS[5]]);
  const changes = await events.send('GET', '/consumers/registry-changes/instances/c/records?timeout=1');
  assert.equal(changes.status, 200);
  const again = await consume(events, 'registry-changes', tokenOf({ client_id: 'z', sub: 'z' }));
  assert.deepEqual(again.body[0].value, { ...opening, from: 1, until: 0 });
  assert.ok(!again.text.includes('salt') && !again.text.includes('5a5a'));
});

test('the access rules decide: all of the time, of every PoD; statements by their parties', async () => {
  const questions: unknown[] = [];
  const rules = {
    allowedRanges: async (_caller, question) => {
      questions.push(question);
      const { pod, from, until } = question;
      const ranges =
        pod === PODS[0] ? [{ from, until }] : pod === PODS[1] ? [{ from, until: until - 1 }] : [];
      return { ranges, basis: [] };
    },
    may: async (_caller, action, resource) => ({
      allowed:
        (resource.type === 'Statement' && resource.recipients.includes('agg-1')) ||
        (resource.type === 'Service' && action === 'view' && _caller.role === 'auditor'),
      rules: [],
      errors: [],
    }),
  } satisfies Pick<Access, 'allowedRanges' | 'may'>;
  const release = releaseByAccess(rules);
  const subject = (fields: Partial<ReleaseSubject>): ReleaseSubject => ({
    certified: true,
    dataSet: 'measurements',
    pods: [PODS[0]!],
    fromMs: 1000,
    untilMs: 2000,
    ...fields,
  });
  const decide = (topic: string, fields: Partial<ReleaseSubject>, who = caller) =>
    release(who, topic, subject(fields));
  assert.equal(await decide('measurements', {}), true);
  assert.deepEqual(questions, [{ pod: PODS[0], dataSet: 'measurements', from: 1000, until: 2000 }]);
  assert.equal(
    await decide('measurements', { pods: [PODS[1]!] }),
    false,
    'a part of the packet is not enough',
  );
  assert.equal(await decide('measurements', { pods: [PODS[2]!] }), false);
  assert.equal(await decide('measurements', { pods: [PODS[0]!, PODS[2]!] }), false, 'every PoD');
  assert.equal(await decide('measurements', { pods: [] }), false);
  assert.equal(await decide('measurements', { fromMs: Number.NaN, untilMs: Number.NaN }), false);
  const statement = (recipients: string[]) => ({ statement: { type: 'order', sender: 'x', recipients } });
  assert.equal(await decide('market-messages', statement(['agg-1'])), true);
  assert.equal(
    await decide('market-messages', statement(['agg-2'])),
    false,
    'the PoD alone does not open it',
  );
  assert.equal(await decide('anomalies', { pods: [PODS[2]!] }), false);
  assert.equal(await decide('anomalies', { pods: [] }, { ...caller, role: 'auditor' }), true);
  assert.equal(await decide('registry-changes', { pods: [PODS[2]!], dataSet: 'technical' }), false);
  assert.equal(await decide('unusual-reads', { pods: [PODS[2]!], dataSet: 'reads' }), false);
  assert.equal(await decide('unusual-reads', { pods: [PODS[2]!] }, { ...caller, role: 'auditor' }), true);
  assert.equal(await decide('notes', { certified: false, pods: [] }), true);
});
