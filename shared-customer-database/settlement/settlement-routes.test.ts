import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import { DOSSIER, SUMMARY } from '@access-layer/core/dossier/dossier';
import { verifyDossier } from '@access-layer/core/dossier/verify-dossier';
import { readZip, writeZip } from '@access-layer/core/dossier/zip';
import { messageHashOf } from '@access-layer/core/message';
import { addressOf, signPayload } from '@access-layer/core/sign';
import { type Flexibility, startFlexibility } from '../test/test-flexibility.ts';
import { evening, type Play, playMonth } from '../test/test-month.ts';
import { waitUntil } from '../test/wait-until.ts';
import { sealed } from './seal-archive.ts';

const POD = 'IT001E00000001';
const HOUR_MS = 3_600_000;
const done = [{ status: 'received' }, { status: 'applied' }, { status: 'completed' }];
const PLAYS: Play[] = [
  { pod: POD, date: '2026-02-12', order: 'o-1', left: 0.4, said: done },
  {
    pod: POD,
    date: '2026-02-13',
    order: 'o-2',
    left: 1,
    said: [{ status: 'refused', reason: 'device-refused: empty' }],
  },
];

interface Figures {
  state: string;
  reasons: string[];
  settledWh: number;
  deliveredWh: number;
  amountEur: number;
  sentBaselineWh: number;
  disputes: object[];
}

async function json<T = Figures>(answer: Response): Promise<T> {
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text) as T;
}

/** An order, its result and a baseline for each play, and all that was measured. */
async function played(flexibility: Flexibility) {
  const { state, accept, acceptStatements } = flexibility;
  for (const { date, order } of PLAYS) {
    const period = { from: iso(evening(date)), until: iso(evening(date) + HOUR_MS) };
    const what = {
      service: 'balancing',
      direction: 'decrease',
      powerW: 1200,
      priceEurPerMwh: 150,
      pods: [POD],
    };
    const hash = await state('agg-1', 'order', { id: order, side: 'offer', ...what, ...period });
    const result = { status: 'accepted', powerW: 1200, priceEurPerMwh: 150, ...period };
    await state('market-1', 'result', {
      id: `r-${order}`,
      order: { sender: 'agg-1', id: order, hash },
      ...result,
    });
    const sent = { pod: POD, periodS: 3600, method: 'own', averagePowersW: [2500], ...period };
    await state('agg-1', 'baseline', { id: `b-${order}`, ...sent });
  }
  const { packets, setPoints } = playMonth(flexibility, {
    fromDay: '2026-02-01',
    untilDay: '2026-02-15',
    plays: PLAYS,
  });
  await acceptStatements();
  await accept([...setPoints, ...packets]);
  return setPoints.map(({ message }) => messageHashOf(message));
}

const iso = (ms: number) => new Date(ms).toISOString();
const place = (seq: number, what: string) => `/v1/pods/${POD}/set-points/${seq}/${what}`;

test('an activation: its figures, its signed archive, a dispute that holds it, the decision', async (t) => {
  const flexibility = await startFlexibility(t, [POD]);
  const { call, CALLERS, state, accept, acceptStatements, networkFile, chain } = flexibility;
  const [hash] = await played(flexibility);
  const ask = (seq: number, what = 'settlement', who = CALLERS.dso) => call(who, place(seq, what));

  const first = await json(await ask(1));
  assert.deepEqual([first.state, first.reasons], ['settled', []]);
  assert.ok(first.deliveredWh > 500 && first.settledWh > 0 && first.amountEur > 0, JSON.stringify(first));
  assert.equal(first.sentBaselineWh, 2500);
  const refused = await json(await ask(2));
  assert.deepEqual([refused.state, refused.settledWh, refused.amountEur], ['settled', 0, 0]);
  assert.deepEqual(refused.reasons, ['refused: device-refused: empty']);

  // Who may see it: the figures, and the archive with its signed packets.
  const customer = { role: 'customer', customer: 'customer-1' } as const;
  const seen: [unknown, number, number][] = [
    [CALLERS.dso, 200, 200],
    [CALLERS['agg-1'], 200, 200],
    [customer, 200, 403],
    [CALLERS['tso-1'], 404, 404],
    [CALLERS['market-1'], 404, 404],
    [{ role: 'customer', customer: 'customer-2' }, 404, 404],
    [{ role: 'auditor' }, 404, 404],
  ];
  await waitUntil('everything to be anchored', async () => (await ask(1, 'dossier')).status === 200);
  for (const [who, figures, archive] of seen) {
    assert.equal((await ask(1, 'settlement', who as never)).status, figures, JSON.stringify(who));
    assert.equal((await ask(1, 'dossier', who as never)).status, archive, JSON.stringify(who));
  }

  const reader = createChainReader({
    rpcUrl: chain.rpcUrl,
    registry: chain.registry,
    anchorContract: chain.anchorContract,
  });
  const trust = { network: networkFile, nowMs: Date.now() };
  const archive = async (seq: number) => new Uint8Array(await (await ask(seq, 'dossier')).arrayBuffer());
  const bytes = await archive(1);
  assert.deepEqual(await archive(1), bytes, 'the same bytes again');
  const verified = await verifyDossier(bytes, { ...trust, chain: reader });
  assert.equal(verified.outcome, 'verified', JSON.stringify(verified, null, 1));
  assert.equal((await verifyDossier(bytes, trust)).outcome, 'incomplete', 'without a chain node');

  // One changed byte anywhere is found.
  for (let i = 0; i < 200; i++) {
    const changed = bytes.slice();
    const at = Math.floor((i / 200) * bytes.length);
    changed[at]! ^= 1;
    assert.notEqual(
      (await verifyDossier(changed, { ...trust, chain: reader })).outcome,
      'verified',
      `byte ${at}`,
    );
  }
  // A figure that was changed by whoever holds the key is found too: it does not follow from what is proven.
  const forged = await verifyDossier(resigned(bytes, flexibility, DOSSIER, '"settledWh":', '"settledWh":1'), {
    ...trust,
    chain: reader,
  });
  assert.ok(forged.outcome === 'failed', JSON.stringify(forged));
  assert.match(
    JSON.stringify(forged.checks.filter(({ result }) => result === 'fail')),
    /"figures".*settledWh/,
  );
  const cooked = await verifyDossier(resigned(bytes, flexibility, SUMMARY, 'settled', 'settlet'), {
    ...trust,
    chain: reader,
  });
  assert.ok(
    cooked.outcome === 'failed' &&
      cooked.checks.some(({ name, result }) => name === 'summary' && result === 'fail'),
  );

  // A dispute.
  const activation = { pod: POD, setPoint: (first as unknown as { setPoint: string }).setPoint, hash };
  const about = { sender: 'dso', id: activation.setPoint, hash };
  const dispute = await state('agg-1', 'dispute', {
    id: 'd-1',
    about,
    activation,
    reason: 'measurement',
    claimedEnergyWh: 900,
  });
  assert.match(dispute, /^0x/);
  assert.deepEqual((await json(await ask(1))).state, 'held');
  const decision = {
    dispute: { sender: 'agg-1', id: 'd-1', hash: dispute },
    outcome: 'upheld',
    settledEnergyWh: 900,
  };
  const decided = await state('dso', 'dispute', {
    id: 'd-2',
    about,
    activation,
    reason: 'measurement',
    decision,
  });
  assert.match(decided, /^0x/);
  const after = await json(await ask(1));
  assert.deepEqual([after.state, after.settledWh, after.amountEur], ['settled', 900, 0.14]);
  assert.deepEqual(after.disputes, [{ dispute, decision: decided, outcome: 'upheld', settledEnergyWh: 900 }]);
  assert.equal((await ask(1, 'dossier')).status, 409, 'the dispute is not anchored yet');
  await acceptStatements();
  await waitUntil('the dispute to be anchored', async () => (await ask(1, 'dossier')).status === 200);
  const later = await verifyDossier(await archive(1), { ...trust, chain: reader });
  assert.equal(later.outcome, 'verified', JSON.stringify(later));

  // Its days leave the store: the same figures, the same bytes.
  const stored = [await (await ask(1)).text(), await archive(1)];
  await flexibility.leaveStore();
  const gone = await call(CALLERS.dso, `/v1/pods/${POD}/readings?from=2026-02-01`);
  assert.ok(gone.headers.get('access-layer-archived'), 'they are in the archive only');
  assert.deepEqual([await (await ask(1)).text(), await archive(1)], stored);

  // One that has not begun, or not ended, lacks nothing yet.
  const nowMs = Date.now();
  const [soon, now] = [3600_000, -3600_000].map((shiftMs, i) => plannedSetPoint(i + 3, nowMs + shiftMs));
  await accept([soon, now].map((fields) => flexibility.setPoint(fields!)));
  const planned = await json(await ask(3));
  assert.deepEqual([planned.state, planned.reasons], ['planned', [`it begins at ${iso(nowMs + 3600_000)}`]]);
  assert.equal((await json(await ask(4))).state, 'under-way');
});

function plannedSetPoint(seq: number, fromMs: number): object {
  return {
    ...{ id: `01J${String(seq).padStart(23, '0')}`, pod: POD, node: 'node-1', seq },
    ...{ service: 'balancing', mode: 'limit-import', valueW: 500 },
    ...{ from: iso(fromMs), until: iso(fromMs + 2 * HOUR_MS) },
    ...{ issuedAt: iso(fromMs - HOUR_MS), expiresAt: iso(fromMs) },
  };
}

/** The archive with one of its files changed, and signed again by the database's own key. */
function resigned(
  bytes: Uint8Array,
  { serviceKey }: Flexibility,
  name: string,
  from: string,
  to: string,
): Uint8Array {
  const zip = readZip(bytes);
  assert.ok(zip.ok);
  const files = zip.entries.filter((entry) => !entry.name.startsWith('manifest.'));
  const changed = files.map((entry) => {
    if (entry.name !== name) return entry;
    const text = new TextDecoder().decode(entry.bytes);
    assert.ok(text.includes(from));
    return { name, bytes: new TextEncoder().encode(text.replace(from, to)) };
  });
  const manifest = JSON.parse(
    new TextDecoder().decode(zip.entries.find((entry) => entry.name === 'manifest.json')!.bytes),
  );
  const { network, kind, through } = manifest;
  const signer = {
    address: addressOf(serviceKey),
    sign: (text: string) => signPayload(text, serviceKey).signature,
  };
  return writeZip(sealed({ network, kind, through }, changed, signer));
}
