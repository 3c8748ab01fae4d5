import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Consent, Documents, Kind } from './registry/documents.ts';
import type { Author, NewStatement, Registry, Write } from './registry.ts';

export interface RegistryUnderTest {
  /** Opens one more connection to the same, empty at first, registry. */
  open(): Promise<Registry>;
  /** Whether a text is anywhere in what the adapter keeps of personal data; read from its storage, not through it. */
  personalStorageHolds?(text: string): boolean;
  /** Whether a text is anywhere in what it keeps of all else. */
  storageHolds?(text: string): boolean;
  dispose(): Promise<void>;
}

const by: Author = { subject: 'anna', clientId: 'console', role: 'dso-administrator', party: 'dso' };
const POD = 'IT002E00000001';
const HOUR = 3_600_000;

const pod = (id = POD): Documents['pod'] => ({
  id,
  municipality: 'Roma',
  province: 'RM',
  powerClass: '3-6 kW',
  contractedPowerW: 4500,
  voltageLevel: 'LV',
  serviceTypes: ['congestion-management'],
  meters: [{ id: 'm1', role: 'exchange' }],
});
const put = <K extends Kind>(kind: K, document: Documents[K], rest: Partial<Write> = {}): Write => ({
  kind,
  id: document.id,
  document,
  ...rest,
});
const holding = (id: string, customer: string, from: number, until: number) =>
  put('holding', { id, pod: POD, customer, from, until });
const consent = (id: string, fields: Partial<Consent> = {}) =>
  put('consent', {
    id,
    customer: 'rossi',
    party: 'agg-1',
    purpose: 'flexibility',
    dataSets: ['measurements'],
    pods: 'all',
    from: 0,
    until: 0,
    grantedAt: 1,
    ...fields,
  });
const setting: Write[] = [
  put('party', { id: 'agg-1', role: 'aggregator', name: 'Aggregator One' }),
  put('customer', { id: 'rossi', kind: 'household' }),
  put('customer', { id: 'bianchi', kind: 'business' }),
  put('pod', pod()),
];

function statement(seq: number, prev: string, fields: Partial<NewStatement> = {}): NewStatement {
  const hash = (name: string) =>
    `0x${Buffer.from(`${name}-${seq}`).toString('hex').padStart(64, '0')}` as const;
  return {
    chain: 'agg-1',
    chained: true,
    type: 'order',
    sender: 'agg-1',
    id: `order-${seq}`,
    seq,
    prev,
    recipients: ['market-1'],
    pods: [POD],
    from: 0,
    until: HOUR,
    issuedAt: 1,
    payload: `{"seq":${seq}}`,
    signature: '0x00',
    payloadHash: hash('payload'),
    messageHash: hash('message'),
    outbox: { topic: 'statements', key: 'agg-1', value: `statement ${seq}` },
    ...fields,
  };
}
const ZERO = `0x${'00'.repeat(32)}`;

/** What every registry adapter must do; each runs this suite. */
export function registryConformance(name: string, prepare: () => Promise<RegistryUnderTest>): void {
  describe(`registry ${name}`, () => {
    let under: RegistryUnderTest;
    let registry: Registry;
    beforeEach(async () => {
      under = await prepare();
      registry = await under.open();
    });
    afterEach(async () => {
      await registry.close();
      await under.dispose();
    });
    const write = async (...writes: Write[]) => (await registry.write(writes, { by })).outcomes;
    const one = async (item: Write) => (await write(item))[0]!;

    test('a document comes back to the letter, through another connection, with its revision', async () => {
      assert.deepEqual(await one(put('pod', pod())), { ok: true, effect: 'created', revision: 1 });
      const other = await under.open();
      assert.deepEqual(await other.get('pod', POD), { kind: 'pod', id: POD, revision: 1, document: pod() });
      assert.equal(await other.get('pod', 'IT002E00000009'), undefined);
      await other.close();
    });

    test('a change needs the revision that is there', async () => {
      await one(put('pod', pod()));
      const changed = { ...pod(), contractedPowerW: 6000 };
      assert.deepEqual(await one(put('pod', changed)), { ok: false, reason: 'exists', revision: 1 });
      assert.deepEqual(await one(put('pod', changed, { ifRevision: 2 })), {
        ok: false,
        reason: 'revision',
        revision: 1,
      });
      assert.deepEqual(await one(put('pod', changed, { ifRevision: 1 })), {
        ok: true,
        effect: 'changed',
        revision: 2,
      });
      assert.equal((await registry.get('pod', POD))!.document.contractedPowerW, 6000);
      assert.deepEqual(await one(put('pod', pod('IT002E00000002'), { ifRevision: 1 })), {
        ok: false,
        reason: 'missing',
      });
      assert.deepEqual(await one(put('pod', changed, { ifRevision: 'absent' })), {
        ok: false,
        reason: 'exists',
        revision: 2,
      });
    });

    test('two who change the same revision: one succeeds', async () => {
      await one(put('pod', pod()));
      const other = await under.open();
      const answers = await Promise.all(
        [registry, other].map(async (connection, i) => {
          const changed = put('pod', { ...pod(), contractedPowerW: 5000 + i }, { ifRevision: 1 });
          return (await connection.write([changed], { by })).outcomes[0]!.ok;
        }),
      );
      assert.deepEqual(answers.sort(), [false, true]);
      await other.close();
    });

    test('the same content again changes nothing, whatever the order of its keys', async () => {
      await one(put('pod', pod()));
      const { id, ...rest } = pod();
      assert.deepEqual(await one(put('pod', { ...rest, id })), {
        ok: true,
        effect: 'unchanged',
        revision: 1,
      });
      assert.equal((await registry.history({ kind: 'pod' })).length, 1);
    });

    test('every change is in the history: who, when, what; removed documents too', async () => {
      const before = Date.now();
      await one(put('pod', pod()));
      await one(put('pod', { ...pod(), province: 'LT' }, { ifRevision: 1 }));
      await one({ kind: 'pod', id: POD, ifRevision: 2 });
      assert.equal(await registry.get('pod', POD), undefined);
      const history = await registry.history({ kind: 'pod', id: POD });
      assert.deepEqual(
        history.map(({ effect, revision }) => [effect, revision]),
        [
          ['created', 1],
          ['changed', 2],
          ['removed', 3],
        ],
      );
      assert.deepEqual(history[1]!.document, { ...pod(), province: 'LT' });
      assert.equal(history[2]!.document, undefined);
      assert.ok(history.every(({ by: author, at }) => author.subject === 'anna' && at >= before - 1000));
      const [first] = await registry.history({ limit: 1 });
      assert.equal((await registry.history({ after: first!.position })).length, 2);
      assert.deepEqual(
        await one(put('pod', pod())),
        { ok: true, effect: 'created', revision: 4 },
        'no ETag returns',
      );
    });

    test('references must name something, and what is named stays', async () => {
      assert.deepEqual(await one(holding('h1', 'rossi', 0, 0)), {
        ok: false,
        reason: 'unknown-reference',
        field: 'pod',
        target: 'pod',
        value: POD,
      });
      await write(...setting, holding('h1', 'rossi', 0, 0));
      assert.deepEqual(await one({ kind: 'customer', id: 'rossi', ifRevision: 1 }), {
        ok: false,
        reason: 'referenced',
        by: { kind: 'holding', id: 'h1' },
      });
      assert.ok((await one({ kind: 'holding', id: 'h1', ifRevision: 1 })).ok);
      assert.ok((await one({ kind: 'customer', id: 'rossi', ifRevision: 1 })).ok);
    });

    test('a PoD has one holder at a time, and is in one portfolio; ends touch', async () => {
      await write(...setting, holding('h1', 'rossi', 0, 100));
      assert.deepEqual(await one(holding('h2', 'bianchi', 99, 0)), {
        ok: false,
        reason: 'overlap',
        with: 'h1',
      });
      assert.ok((await one(holding('h2', 'bianchi', 100, 0))).ok);
      assert.equal((await one(holding('h3', 'rossi', 5000, 5001))).ok, false, 'the second one is open');
      const moved = { id: 'h1', pod: POD, customer: 'rossi', from: 0, until: 90 };
      assert.ok((await one(put('holding', moved, { ifRevision: 1 }))).ok, 'it does not overlap with itself');
    });

    test('all or nothing, or each on its own', async () => {
      const writes = [...setting, holding('h1', 'nobody', 0, 0)];
      const atomic = await registry.write(writes, { by, atomic: true });
      assert.equal(atomic.applied, false);
      assert.deepEqual(
        atomic.outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason)),
        ['undone', 'undone', 'undone', 'undone', 'unknown-reference'],
      );
      assert.deepEqual(await registry.list('pod'), []);
      assert.equal((await registry.history({})).length, 0);
      const each = await registry.write(writes, { by });
      assert.deepEqual(
        each.outcomes.map(({ ok }) => ok),
        [true, true, true, true, false],
      );
      assert.equal((await registry.list('customer')).length, 2);
    });

    test('lists page by id without doubles or holes, and filter by what documents name', async () => {
      const ids = Array.from({ length: 25 }, (_, i) => `IT002E${String(i).padStart(8, '0')}`);
      await write(...ids.map((id, i) => put('pod', { ...pod(id), province: i % 2 ? 'RM' : 'LT' })));
      const seen: string[] = [];
      for (let after = ''; ; ) {
        const page = await registry.list('pod', { after, limit: 7 });
        seen.push(...page.map(({ id }) => id));
        if (page.length < 7) break;
        after = page.at(-1)!.id;
      }
      assert.deepEqual(seen, ids);
      assert.equal((await registry.list('pod', { where: { province: 'RM' } })).length, 12);
      const both = { where: { province: 'RM', municipality: 'Roma' }, after: ids[20]!, limit: 100 };
      assert.deepEqual(
        (await registry.list('pod', both)).map(({ id }) => id),
        [ids[21], ids[23]],
      );
      await one(put('pod', { ...pod(ids[21]), province: 'VT' }, { ifRevision: 1 }));
      assert.equal(
        (await registry.list('pod', both)).length,
        1,
        'a changed document is found by its new value only',
      );
    });

    test('the version rises with what can alter a decision, and with nothing else', async () => {
      await write(...setting);
      const start = await registry.version();
      await one(put('pod', { ...pod(), province: 'LT' }, { ifRevision: 1 }));
      await registry.writePersonalData('rossi', { name: 'Mario Rossi' }, { by });
      assert.equal(await registry.version(), start);
      const resource = put('flexible-resource', {
        id: 'r1',
        pod: POD,
        type: 'battery',
        powerW: 3000,
        services: [],
      });
      const contract = put('contract', {
        id: 'k1',
        parties: ['agg-1'],
        resources: ['r1'],
        services: ['balancing'],
        from: 0,
        until: 0,
      });
      const portfolio = put('portfolio', { id: 'p1', aggregator: 'agg-1', pod: POD, from: 0, until: 0 });
      let last = start;
      for (const item of [holding('h1', 'rossi', 0, 0), portfolio, resource, contract, consent('c1')]) {
        assert.ok((await one(item)).ok, item.kind);
        const now = await registry.version();
        assert.ok(now > last, `${item.kind} raises the version`);
        await one(item);
        assert.equal(await registry.version(), now, 'the same again does not');
        last = now;
      }
      const other = await under.open();
      await other.write(
        [consent('c1', { revokedAt: 2 })].map((item) => ({ ...item, ifRevision: 1 })),
        { by },
      );
      assert.ok((await registry.version()) > last, 'of another connection too');
      await other.close();
    });

    test('podFacts is everything that decides about a PoD, and nothing about others', async () => {
      const second = 'IT002E00000002';
      await write(
        ...setting,
        put('pod', pod(second)),
        put('party', { id: 'agg-2', role: 'aggregator', name: 'Aggregator Two' }),
        holding('h1', 'rossi', 0, 100),
        holding('h2', 'bianchi', 100, 0),
        put('holding', { id: 'h3', pod: second, customer: 'bianchi', from: 0, until: 0 }),
        put('portfolio', { id: 'p1', aggregator: 'agg-1', pod: POD, from: 10, until: 0 }),
        put('portfolio', { id: 'p2', aggregator: 'agg-1', pod: second, from: 10, until: 0 }),
        put('flexible-resource', { id: 'r1', pod: POD, type: 'battery', powerW: 1, services: [] }),
        put('flexible-resource', { id: 'r2', pod: second, type: 'battery', powerW: 1, services: [] }),
        put('contract', {
          id: 'k1',
          parties: [],
          resources: ['r1', 'r2'],
          services: ['balancing'],
          from: 0,
          until: 9,
        }),
        put('contract', {
          id: 'k2',
          parties: [],
          resources: ['r2'],
          services: ['balancing'],
          from: 0,
          until: 9,
        }),
        consent('c1'),
        consent('c2', { pods: [second], revokedAt: 3 }),
        consent('c3', { pods: [POD], revokedAt: 3 }),
        consent('c4', { customer: 'bianchi', party: 'agg-2' }),
      );
      const facts = await registry.podFacts(POD);
      const ids = (items: object[]) => items.map((item) => (item as { id: string }).id).sort();
      assert.deepEqual(ids(facts.holdings), ['h1', 'h2']);
      assert.deepEqual(ids(facts.portfolios), ['p1']);
      assert.deepEqual(ids(facts.contracts), ['k1']);
      assert.deepEqual(ids(facts.consents), ['c1', 'c3', 'c4']);
      assert.equal(facts.consents.find(({ id }) => id === 'c3')!.revokedAt, 3);
      const unknown = await registry.podFacts('IT002E00000099');
      assert.deepEqual(unknown.holdings, []);
    });

    test('personal data is apart, leaves no value in the history, and an erasure leaves none at all', async () => {
      await write(...setting);
      const mario = {
        name: 'Mario Rossi-Quattrocchi',
        address: 'Via Appia 1, Roma',
        email: 'mario@example.org',
      };
      const none = await registry.writePersonalData('nobody', mario, { by });
      assert.equal(none.ok, false, 'of customers only');
      assert.deepEqual(await registry.writePersonalData('rossi', mario, { by }), {
        ok: true,
        effect: 'created',
        revision: 1,
      });
      assert.deepEqual(await registry.personalData('rossi'), { data: mario, revision: 1 });
      const stale = await registry.writePersonalData('rossi', { name: 'x' }, { by, ifRevision: 7 });
      assert.deepEqual(stale, { ok: false, reason: 'revision', revision: 1 });
      assert.deepEqual(
        await one({ kind: 'customer', id: 'rossi', ifRevision: 1 }),
        { ok: false, reason: 'referenced', by: { kind: 'personal-data', id: 'rossi' } },
        'a customer with personal data stays',
      );
      assert.ok(under.personalStorageHolds?.('Quattrocchi') ?? true);
      assert.ok(!(under.storageHolds?.('Quattrocchi') ?? false), 'not beside the technical data');
      const erased = await registry.writePersonalData('rossi', undefined, { by, ifRevision: 1 });
      assert.deepEqual(erased, { ok: true, effect: 'removed', revision: 2 });
      assert.equal(await registry.personalData('rossi'), undefined);
      assert.ok(!(under.personalStorageHolds?.('Quattrocchi') ?? false), 'no byte of it is left');
      const history = await registry.history({ kind: 'personal-data', id: 'rossi' });
      assert.deepEqual(
        history.map(({ effect, document }) => [effect, document]),
        [
          ['created', undefined],
          ['erased', undefined],
        ],
      );
      const again = await registry.writePersonalData('rossi', mario, { by });
      assert.deepEqual(again, { ok: true, effect: 'created', revision: 3 }, 'no ETag returns');
    });

    test('statements follow each other; the same again is stored once', async () => {
      const first = statement(0, ZERO);
      const second = statement(1, first.payloadHash);
      const add = async (...items: NewStatement[]) =>
        (await registry.addStatements(items, { by, receivedAt: 5 })).outcomes;
      assert.deepEqual(await add(second), [{ ok: false, reason: 'gap', nextSeq: 0, prev: ZERO }]);
      assert.deepEqual(await add(first, second), [
        { ok: true, effect: 'created', messageHash: first.messageHash },
        { ok: true, effect: 'created', messageHash: second.messageHash },
      ]);
      const resigned = { ...first, signature: '0x01', messageHash: `0x${'ab'.repeat(32)}` } as NewStatement;
      assert.deepEqual(await add(resigned), [
        { ok: true, effect: 'unchanged', messageHash: first.messageHash },
      ]);
      assert.deepEqual(await add(statement(2, first.payloadHash)), [
        { ok: false, reason: 'broken-chain', prev: second.payloadHash },
      ]);
      const sameId = statement(2, second.payloadHash, { id: 'order-0' });
      assert.deepEqual(await add(sameId), [
        { ok: false, reason: 'id-taken', messageHash: first.messageHash },
      ]);
      assert.deepEqual(await registry.chainEnd('agg-1'), { seq: 1, payloadHash: second.payloadHash });
      assert.equal(await registry.chainEnd('agg-2'), undefined);
      const { outbox, chained, ...kept } = first;
      assert.deepEqual(await registry.statement(first.messageHash), { ...kept, position: 1, receivedAt: 5 });
    });

    test('a statement that the log refused stays with its reason, and frees its number and its id', async () => {
      const first = statement(0, ZERO);
      const second = statement(1, first.payloadHash);
      const add = async (...items: NewStatement[]) =>
        (await registry.addStatements(items, { by, receivedAt: 5 })).outcomes.map((outcome) =>
          outcome.ok ? outcome.effect : outcome.reason,
        );
      await add(first, second);
      const refused = { reason: 'key-revoked', detail: 'signed by 0x…', at: 9 };
      assert.equal(await registry.refuseStatement(`0x${'00'.repeat(32)}`, refused), false);
      assert.equal(await registry.refuseStatement(second.payloadHash, refused), true);
      assert.equal(await registry.refuseStatement(second.payloadHash, refused), false, 'once');
      assert.deepEqual((await registry.statement(second.messageHash))!.refused, refused);
      assert.deepEqual(await registry.chainEnd('agg-1'), { seq: 0, payloadHash: first.payloadHash });
      assert.deepEqual(
        (await registry.statements({ sender: 'agg-1' })).map(({ refused }) => refused?.reason),
        [undefined, 'key-revoked'],
      );
      // The very same message may be good by now; and if it is not, another takes its place.
      assert.deepEqual(await add(second), ['created']);
      assert.equal((await registry.statement(second.messageHash))!.refused, undefined);
      assert.equal(await registry.refuseStatement(second.payloadHash, refused), true);
      const other = statement(1, first.payloadHash, {
        ...{ payloadHash: `0x${'ee'.repeat(32)}`, messageHash: `0x${'ef'.repeat(32)}`, id: second.id },
      });
      assert.deepEqual(await add(other), ['created']);
      assert.deepEqual(await add(second), ['fork']);
      assert.equal((await registry.statements({ sender: 'agg-1' })).length, 3);
    });

    test('a second statement of a number is refused and kept as evidence', async () => {
      const first = statement(0, ZERO);
      const fork = statement(0, ZERO, { payloadHash: `0x${'cd'.repeat(32)}`, payload: '{"other":1}' });
      await registry.addStatements([first], { by, receivedAt: 5 });
      for (const atomic of [false, true]) {
        const { outcomes } = await registry.addStatements([fork], { by, receivedAt: 6, atomic });
        assert.deepEqual(outcomes, [{ ok: false, reason: 'fork', seq: 0, payloadHash: first.payloadHash }]);
      }
      const [evidence, ...more] = await registry.forks({});
      assert.equal(more.length, 0, 'once');
      assert.equal(evidence!.payload, '{"other":1}');
      assert.equal(evidence!.acceptedPayloadHash, first.payloadHash);
    });

    test('set-points may leave numbers out, and are found by PoD, recipient, sender and type', async () => {
      const setPoint = (seq: number) =>
        statement(seq, ZERO, {
          chain: `set-points ${POD}`,
          chained: false,
          type: 'set-point',
          sender: 'dso',
        });
      const { outcomes } = await registry.addStatements(
        [
          setPoint(7),
          setPoint(3),
          statement(0, ZERO, {
            messageHash: `0x${'ef'.repeat(32)}`,
            recipients: ['tso-1'],
            pods: [],
          }),
        ],
        { by, receivedAt: 5 },
      );
      assert.ok(outcomes.every(({ ok }) => ok));
      const ids = async (query: object) =>
        (await registry.statements(query)).map(({ type, seq }) => `${type} ${seq}`);
      assert.deepEqual(await ids({ pod: POD }), ['set-point 7', 'set-point 3']);
      assert.deepEqual(await ids({ recipient: 'tso-1' }), ['order 0']);
      assert.deepEqual(await ids({ type: 'order', sender: 'agg-1' }), ['order 0']);
      assert.deepEqual(await ids({ type: 'set-point', after: 1 }), ['set-point 3']);
      assert.deepEqual(await ids({ limit: 1 }), ['set-point 7']);
    });

    test('the outbox holds what was written, in order, until it was sent; nothing of what was refused', async () => {
      const first = statement(0, ZERO);
      await registry.addStatements([first, statement(5, ZERO)], { by, receivedAt: 5 });
      const request = { topic: 'registry-requests', key: 'n1', value: 'bind' };
      await write({ ...put('pod', pod()), outbox: [request] });
      await write({ ...put('pod', pod()), outbox: [request] });
      await registry.write(
        [{ ...put('customer', { id: 'c', kind: 'public' }), outbox: [request] }, holding('h', 'x', 0, 0)],
        {
          by,
          atomic: true,
        },
      );
      const waiting = await registry.outbox(10);
      assert.deepEqual(
        waiting.map(({ position: _position, ...record }) => record),
        [first.outbox, request],
      );
      await registry.sent(waiting[0]!.position);
      assert.equal((await registry.outbox(10)).length, 1);
      await registry.sent(waiting[1]!.position);
      await write({ ...put('pod', { ...pod(), province: 'LT' }), ifRevision: 1, outbox: [request] });
      assert.ok((await registry.outbox(10))[0]!.position > waiting[1]!.position, 'positions never come back');
    });

    test('an answer is kept with the write that it tells of', async () => {
      const keep = {
        scope: 'anna',
        key: 'k1',
        bodyHash: 'h1',
        answer: (outcomes: { ok: boolean }[]) => ({
          status: 201,
          headers: { etag: '"1"' },
          body: `${outcomes.length}`,
        }),
      };
      await registry.write([put('pod', pod())], { by, keep });
      const kept = { bodyHash: 'h1', status: 201, headers: { etag: '"1"' }, body: '1' };
      assert.deepEqual(await registry.keptAnswer('anna', 'k1'), kept);
      assert.equal(await registry.keptAnswer('bruno', 'k1'), undefined, 'of another caller');
      const refused = [holding('h1', 'nobody', 0, 0)];
      await registry.write(refused, { by, atomic: true, keep: { ...keep, key: 'k2' } });
      assert.equal(await registry.keptAnswer('anna', 'k2'), undefined, 'not where it was undone');
      await registry.keepAnswer('anna', 'k1', { ...kept, status: 500 });
      assert.deepEqual(await registry.keptAnswer('anna', 'k1'), kept, 'the first answer stays');
      assert.equal(await registry.forgetAnswers(Date.now() + 1), 1);
      assert.equal(await registry.keptAnswer('anna', 'k1'), undefined);
    });

    test('an erasure destroys set-points of its time and salts of what is over, in the history too', async () => {
      const binding = (id: string, until: number) =>
        put('binding', {
          ...{ id, node: 'n1', pod: POD, meterId: 'm1', role: 'exchange', key: '0x01', salt: `0xa${id}` },
          ...{ status: 'bound', from: 10, until },
        });
      const setPoint = (seq: number, from: number, rest: Partial<NewStatement> = {}) =>
        statement(seq, ZERO, {
          ...{ chain: `set-points ${POD}`, chained: false, type: 'set-point', sender: 'dso', from },
          ...{ payload: `{"pod":"${POD}","valueW":77${seq}}`, ...rest },
        });
      await write(...setting, binding('b1', 50), binding('b2', 0));
      const fork = setPoint(1, 20, { payloadHash: `0x${'cd'.repeat(32)}`, id: 'fork' });
      await registry.addStatements([setPoint(1, 20), setPoint(2, 200), fork], { by, receivedAt: 5 });
      const answer = { bodyHash: 'h', status: 200, headers: {}, body: `about ${POD}` };
      await registry.keepAnswer('anna', 'k1', answer);
      const period = { pod: POD, fromMs: 0, untilMs: 100, orderedAtMs: 100 };
      assert.equal(await registry.erase(period), 3, 'a set-point, its fork and a salt');
      const texts = (await registry.statements({ pod: POD })).map(({ payload, signature }) => [
        payload.length > 0,
        signature.length > 2,
      ]);
      assert.deepEqual(texts, [
        [false, false],
        [true, true],
      ]);
      assert.equal((await registry.forks({}))[0]!.payload, '');
      const salts = (await registry.list('binding')).map(({ document }) => BigInt(document.salt) === 0n);
      assert.deepEqual(salts, [true, false]);
      const history = await registry.history({ kind: 'binding', id: 'b1' });
      assert.ok(!JSON.stringify(history).includes('0xab1'), 'not in the history');
      assert.equal(await registry.keptAnswer('anna', 'k1'), undefined);
      assert.equal(await registry.erase(period), 0, 'once');
      const { revision } = (await registry.get('binding', 'b1'))!;
      assert.ok((await one({ kind: 'binding', id: 'b1', ifRevision: revision })).ok);
    });
  });
}
