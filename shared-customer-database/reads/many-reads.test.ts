import assert from 'node:assert/strict';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type TestContext, test } from 'node:test';
import { messageHashOf, payloadHashOf } from '@access-layer/core/message';
import type { NetworkFile } from '@access-layer/core/network';
import { type LedgerFile, parseLedgerFile, verifyReadLedger } from '@access-layer/core/read-ledger';
import { newPrivateKey, signPayload } from '@access-layer/core/sign';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import type { Caller, Role } from '@access-layer/kit/token';
import type { AllowedRange } from '../access/access.ts';
import { NETWORK } from '../test/test-records.ts';
import { type Entry, ReadReader } from './read-reader.ts';
import { createReadWriter } from './read-writer.ts';
import { createReads } from './reads.ts';

const READS = 10_000;
const PODS = 40;
const AT_ONCE = 16;
const START = Date.parse('2026-02-01T00:00:00.000Z');
const CHANGE = START + 86_400_000;
const END = CHANGE + 86_400_000;
const SERVICE = 'shared-customer-database';
const network: NetworkFile = {
  ...{ network: NETWORK, chainId: 1, genesisHash: `0x${'00'.repeat(32)}`, consensus: 'development' },
  ...{ registry: `0x${'11'.repeat(20)}`, anchorContract: `0x${'22'.repeat(20)}`, validators: [] },
};

const CALLERS = [
  { role: 'dso-operator', party: 'dso', clientId: 'control-room', subject: 'anna' },
  { role: 'dso-administrator', party: 'dso', clientId: 'administration', subject: 'bruno' },
  { role: 'aggregator', party: 'agg-1', clientId: 'agg-1', subject: 'agg-1' },
  { role: 'market', party: 'market-1', clientId: 'market-1', subject: 'market-1' },
  { role: 'tso', party: 'tso-1', clientId: 'tso-1', subject: 'tso-1' },
  { role: 'customer', customer: 'customer-1', clientId: 'app', subject: 'carla' },
  { role: 'auditor', clientId: 'auditor', subject: 'auditor' },
].map((caller) => ({ ...caller, role: caller.role as Role, scopes: new Set<string>(), expiresAtMs: 0 }));

/** What a PoD's question is opened by: its holder changes, but for the first ten PoDs. */
function basisOf(n: number, caller: Caller): AllowedRange[] {
  const consents = caller.role === 'aggregator' ? [`consent-${n}`] : [];
  const piece = { rules: ['r'], consents };
  if (n < 10) return [{ from: START, until: END, ...piece, holders: [`customer-${n}`] }];
  return [
    { from: START, until: CHANGE, ...piece, holders: [`customer-${n}`] },
    { from: CHANGE, until: END, ...piece, holders: [`later-${n}`] },
  ];
}

function openLedger(t: TestContext, file: string, privateKey: Uint8Array) {
  const attester = { network: NETWORK, service: SERVICE, privateKey };
  const writer = createReadWriter({ file, attester });
  t.after(() => writer.close());
  const access = { allowedRanges: async () => ({ ranges: [], basis: [] }) };
  const registry = { podFacts: () => Promise.reject(new Error('not asked')), list: async () => [] };
  return { writer, reads: createReads({ writer, access, registry: registry as never }) };
}

const lineOf = ({ pod, client, subject, role, party, customer, dataSet, count, fromMs, consents }: Entry) =>
  [pod, fromMs, client, subject, role, party, customer, dataSet, count, ...consents].join(' ');

test('10,000 reads of mixed roles: the ledger is the list that the test kept, and no entry can be taken out', async (t) => {
  const file = join(temporaryFolder('scd-'), 'reads.db');
  const { reads, writer } = openLedger(t, file, newPrivateKey());
  const kept: string[] = [];

  async function read(i: number): Promise<void> {
    const caller = CALLERS[i % CALLERS.length] as Caller;
    const n = (i * 7) % PODS;
    const [pod, dataSet] = [
      `IT001E${String(n).padStart(8, '0')}`,
      i % 3 === 0 ? 'aggregates' : 'measurements',
    ];
    const basis = basisOf(n, caller);
    const times = Array.from({ length: 1 + (i % 5) }, (_, k) => START + 1000 + k * 86_400_000);
    const question = reads.question(caller, { pod, dataSet, fromMs: START, untilMs: END });
    await question.asked(basis);
    question.given(times);
    question.end();
    for (const { from, until, holders, consents } of basis) {
      const isLast = until === END;
      const count = times.filter((at) => at >= from && (isLast || at < until)).length;
      assert.ok(holders.length > 0);
      const { clientId, subject, role, party, customer } = caller;
      kept.push(
        [
          pod,
          from,
          clientId,
          subject === clientId ? undefined : subject,
          role,
          party,
          customer,
          dataSet,
          count,
        ]
          .concat(consents)
          .join(' '),
      );
    }
  }

  let next = 0;
  const work = async () => {
    while (next < READS) await read(next++);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const costMs = (performance.now() - began) / READS;
  await writer.write({ kind: 'attest', endBeforeMs: 0 });
  const reader = new ReadReader(file);
  t.after(() => reader.close());
  const entries = Array.from({ length: PODS }, (_, n) => `IT001E${String(n).padStart(8, '0')}`).flatMap(
    (pod) => reader.ofPod(pod, { before: Number.MAX_SAFE_INTEGER, limit: 100_000 }),
  );
  assert.deepEqual(entries.map(lineOf).sort(), kept.sort());
  assert.ok(entries.every(({ message }) => message !== undefined));
  t.diagnostic(`${AT_ONCE} readers at once, of two holders mostly: ${costMs.toFixed(3)} ms a read`);

  const ledger = fileOf(reader);
  const whole = await verifyReadLedger(ledger, network);
  assert.deepEqual(
    [whole.faults, whole.entries, whole.messages],
    [[], entries.length, ledger.messages.length],
  );
  const messages = ledger.messages.slice(0, 8);
  const { seq, payloadHash } = messages.at(-1)!;
  await tamper({ ...ledger, messages }, { seq, payloadHash });
});

function fileOf(reader: ReadReader): LedgerFile {
  const messages = reader
    .messages(0, 100_000)
    .map(({ seq, type, payloadHash, messageHash, payload, signature }) => {
      return { seq, type, payloadHash, messageHash, payload, signature };
    });
  const parsed = parseLedgerFile(JSON.stringify({ network: NETWORK, sender: SERVICE, messages }));
  assert.ok(parsed.ok, JSON.stringify(parsed).slice(0, 500));
  return parsed.ledger;
}

/** Each way to take an entry out, and what names it. */
async function tamper(ledger: LedgerFile, head: { seq: number; payloadHash: string }): Promise<void> {
  const faultsOf = async (change: (messages: LedgerFile['messages']) => void) => {
    const changed = structuredClone(ledger);
    change(changed.messages);
    return (await verifyReadLedger(changed, network, { known: head })).faults;
  };
  const without = (payload: string) => {
    const said = JSON.parse(payload);
    return JSON.stringify({ ...said, reads: said.reads.slice(1) });
  };
  const at = ledger.messages.findIndex(
    ({ seq, payload }) => seq > 0 && JSON.parse(payload!).reads.length > 1,
  );
  assert.deepEqual(await faultsOf(() => undefined), []);
  const entryGone = await faultsOf((messages) => {
    messages[at]!.payload = without(messages[at]!.payload!);
  });
  assert.deepEqual(entryGone, [`message ${at}: its payload was changed`]);
  const signedAnew = await faultsOf((messages) => {
    const message = messages[at]!;
    const { payload, signature } = signPayload(without(message.payload!), newPrivateKey());
    const hashes = {
      payloadHash: payloadHashOf(payload),
      messageHash: messageHashOf({ payload, signature }),
    };
    Object.assign(message, { payload, signature, ...hashes });
  });
  assert.match(signedAnew.join('\n'), new RegExp(`message ${at} is signed by 0x`));
  assert.match(signedAnew.join('\n'), new RegExp(`message ${at + 1} follows 0x`));
  assert.match(
    (await faultsOf((messages) => messages.splice(at, 1))).join('\n'),
    new RegExp(`message ${at} is missing`),
  );
  assert.match((await faultsOf((messages) => messages.splice(-2))).join('\n'), /was cut off/);
}
