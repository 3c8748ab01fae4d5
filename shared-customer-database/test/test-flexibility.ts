import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createAnchorClient, signAnchorTransaction } from '@access-layer/contracts/anchor';
import { startTestChain } from '@access-layer/contracts/test-chain';
import { commitmentOf } from '@access-layer/core/commitment';
import { payloadHashOf } from '@access-layer/core/message';
import type { NetworkFile } from '@access-layer/core/network';
import { addressOf, newNonce, newPrivateKey, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { encryptKeystore } from '@access-layer/kit/keystore';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { LifecycleBook } from '../lifecycle/lifecycle-book.ts';
import { NETWORK, openingOf, type Signed, seal, TestNode, toStream } from './test-records.ts';
import { anchorRecord, caughtUp } from './test-scd.ts';
import { ADMINISTRATOR, startTestService, type TestCaller } from './test-service.ts';
import { waitUntil } from './wait-until.ts';

const GROUP = 'shared-customer-database';
/** Archiving takes a second a day where others work, too. */
const LONG_MS = 120_000;
const PARTIES = { dso: 'dso', 'tso-1': 'tso', 'market-1': 'market', 'agg-1': 'aggregator' } as const;
type Party = keyof typeof PARTIES;
const CALLERS: Record<Party, TestCaller> = {
  dso: { role: 'dso-operator', party: 'dso' },
  'tso-1': { role: 'tso', party: 'tso-1' },
  'market-1': { role: 'market', party: 'market-1' },
  'agg-1': { role: 'aggregator', party: 'agg-1' },
};
const ZERO_HASH = `0x${'00'.repeat(32)}`;

/**
 * The whole database service before a real chain: nodes whose keys are bound, parties whose keys are listed, and what a
 * Blockchain Access Layer does, as it seals and anchors what is handed to it.
 */
export async function startFlexibility(t: TestContext, pods: readonly string[]) {
  const dir = temporaryFolder('scd-');
  const chain = await startTestChain(NETWORK);
  t.after(() => chain.close());
  const serviceKey = newPrivateKey();
  const platformKey = newPrivateKey();
  const partyKeys = Object.fromEntries(Object.keys(PARTIES).map((id) => [id, newPrivateKey()])) as Record<
    Party,
    Uint8Array
  >;
  const nodes = pods.map((pod, i) => new TestNode({ id: `node-${i + 1}`, pod }));
  for (const node of nodes) {
    const { node: id, podCode, meterId, salt } = openingOf(node);
    await chain.asDso.bind(
      node.key,
      commitmentOf({ node: id, podCode, meterId, salt: salt as `0x${string}` }),
      0,
    );
  }
  await chain.asDso.list(addressOf(serviceKey), 'service', 0);
  await chain.asDso.list(addressOf(platformKey), 'set-point-signer', 0);
  for (const key of Object.values(partyKeys)) await chain.asDso.list(addressOf(key), 'party', 0);

  const signing = {
    keystoreFile: join(dir, 'archives.json'),
    passphraseFile: join(dir, 'archives.passphrase'),
  };
  writeFileSync(signing.keystoreFile, JSON.stringify(encryptKeystore(serviceKey, 'x')));
  writeFileSync(signing.passphraseFile, 'x\n');
  const { rpcUrl, chainId, registry, anchorContract } = chain;
  const config = {
    ...{ signing, chain: { rpcUrl, chainId, registry, anchorContract } },
    // What is played is long past: no day waits for more.
    lifecycle: { keepLateDays: 0 },
  };
  const service = await startTestService(t, config, dir);
  const { stream, call } = service;
  const streamDir = join(dir, 'stream');
  await stream.append(
    'registry',
    nodes.map((node) => ({ key: node.key, value: JSON.stringify(openingOf(node)) })),
  );

  let index = 0;
  let nonce = 0;
  let statementsTaken = 0;
  const anchors = createAnchorClient({ rpcUrl, address: anchorContract });

  /** Seals and anchors messages as one batch, received now, and waits until they are stored as anchored. */
  async function accept(messages: Pick<Signed, 'message' | 'payloadHash'>[]): Promise<void> {
    const nowMs = Date.now();
    const received = messages.map((message) => ({ ...message, receivedAt: nowMs }));
    const draft = seal(received, { index, anchorer: chain.anchorer.address });
    const { root, count, from, to } = draft.anchor;
    const { raw, hash } = await signAnchorTransaction(
      { address: anchorContract, chainId, nonce: nonce++, head: { index: index++, root, count, from, to } },
      chain.anchorer,
    );
    await anchors.sendRaw(raw);
    await waitUntil('the batch to be mined', async () => (await anchors.receipt(hash)) !== null);
    const { blockNumber, blockHash } = (await anchors.receipt(hash))!;
    const blockTime = (await anchors.block(blockHash))!.timestampMs;
    const anchor = {
      ...draft.anchor,
      chainId,
      contract: anchorContract,
      txHash: hash,
      blockNumber,
      blockHash,
      blockTime,
    };
    await stream.append('packets', toStream(draft.records));
    await stream.append('anchors', [anchorRecord(anchor)]);
    for (const topic of ['registry', 'packets', 'anchors']) await caughtUp(streamDir, stream, topic, GROUP);
  }

  /** What parties have handed in since, accepted as the Blockchain Access Layer does. */
  async function acceptStatements(): Promise<void> {
    const [range] = await stream.offsets('statements');
    const records = await stream.read('statements', 0, statementsTaken, 1000);
    statementsTaken = range!.next;
    const messages = records.map(({ value }) => JSON.parse(value) as Signed['message']);
    await accept(messages.map((message) => ({ message, payloadHash: payloadHashOf(message.payload) })));
  }

  const places = new Map<Party, { seq: number; prev: string }>();

  /** Signs a party's next statement and hands it in; answers its messageHash, or the code of the refusal. */
  async function state(sender: Party, type: string, fields: object): Promise<string> {
    const place = places.get(sender) ?? { seq: 0, prev: ZERO_HASH };
    const head = {
      v: 1,
      network: NETWORK,
      type,
      nonce: newNonce(),
      sender,
      ...place,
      issuedAt: formatTime(Date.now()),
    };
    const body = signPayload(
      JSON.stringify({ ...head, recipients: Object.keys(PARTIES), ...fields }),
      partyKeys[sender],
    );
    const answer = await call(CALLERS[sender], `/v1/${type}s`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    });
    const said = (await answer.json()) as { messageHash?: string; code?: string; message?: string };
    if (answer.status !== 201) return `${said.code}: ${said.message}`;
    places.set(sender, { seq: place.seq + 1, prev: payloadHashOf(body.payload) });
    return said.messageHash!;
  }

  /** A set-point as the DSO Technical Platform signs it. */
  function setPoint(fields: object): Signed {
    const payload = JSON.stringify({
      v: 1,
      network: NETWORK,
      type: 'set-point',
      nonce: newNonce(),
      ...fields,
    });
    return { message: signPayload(payload, platformKey), payloadHash: payloadHashOf(payload), receivedAt: 0 };
  }

  /** Days that ended two months ago go to the archive, and out of the store. */
  async function leaveStore(): Promise<void> {
    const book = new LifecycleBook(join(dir, 'scd', 'lifecycle.db'));
    try {
      const asked = newNonce();
      book.keepNote('asked', asked);
      await waitUntil('the days to leave', () => book.note('answered') === asked, LONG_MS);
      const left = book.days().filter(({ storedPackets, problem }) => storedPackets > 0 || problem !== null);
      if (left.length > 0) throw new Error(`these stay: ${JSON.stringify(left)}`);
    } finally {
      book.close();
    }
  }

  await writeRegistry(service, pods, partyKeys);
  const networkFile: NetworkFile = {
    ...{ network: NETWORK, chainId, genesisHash: chain.anvil.genesisHash, registry, anchorContract },
    ...{ consensus: 'development', validators: [] },
  };
  return {
    ...{ dir, config, service, nodes, chain, networkFile, serviceKey },
    accept,
    acceptStatements,
    leaveStore,
    state,
    setPoint,
    call,
    CALLERS,
  };
}

export type Flexibility = Awaited<ReturnType<typeof startFlexibility>>;

async function writeRegistry(
  { write, call }: Awaited<ReturnType<typeof startTestService>>,
  pods: readonly string[],
  keys: Record<Party, Uint8Array>,
): Promise<void> {
  const from = '2026-01-01T00:00:00.000Z';
  await write(
    'parties',
    Object.entries(PARTIES).map(([id, role]) => ({ id, role, name: id, key: addressOf(keys[id as Party]) })),
  );
  await write(
    'customers',
    pods.map((_, i) => ({ id: `customer-${i + 1}`, kind: 'household' })),
  );
  await write('pods', pods.map(podOf));
  await write(
    'holdings',
    pods.map((pod, i) => ({ id: `h${i}`, pod, customer: `customer-${i + 1}`, from })),
  );
  await write(
    'portfolios',
    pods.map((pod, i) => ({ id: `pf${i}`, aggregator: 'agg-1', pod, from })),
  );
  for (const [i] of pods.entries()) {
    const dataSets = ['measurements', 'activations'];
    const body = {
      customer: `customer-${i + 1}`,
      party: 'agg-1',
      purpose: 'flexibility',
      dataSets,
      pods: 'all',
      from,
    };
    await call({ role: 'customer', customer: `customer-${i + 1}` }, '/v1/consents', {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    });
  }
}

const podOf = (id: string) => ({
  ...{
    id,
    municipality: 'Roma',
    province: 'RM',
    powerClass: '3 kW',
    contractedPowerW: 3000,
    voltageLevel: 'LV',
  },
  ...{ serviceTypes: ['balancing'], meters: [{ id: 'meter-1', role: 'exchange' }] },
});

export { ADMINISTRATOR };
