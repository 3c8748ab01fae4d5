import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import { verifyProofFile } from '@access-layer/core/verify';
import { startFlexibility } from '../test/test-flexibility.ts';
import { playMonth } from '../test/test-month.ts';
import { ADMINISTRATOR, startTestService, type TestService } from '../test/test-service.ts';
import { waitUntil } from '../test/wait-until.ts';

const PODS = ['IT001E00000001', 'IT001E00000002'];
/** What the archive, the registry and the read ledger are beside. */
const OF_THE_STORE = /^(measurements|quarters|scratch|(ledger|batches|lifecycle|served)\.db)/;

test('a store that was deleted comes back from the archive: the proof of every packet is the same, and verifies on the chain', async (t) => {
  const { dir, config, service, chain, networkFile, accept, leaveStore, nodes, setPoint } =
    await startFlexibility(t, PODS);
  const { packets } = playMonth(
    { nodes, setPoint },
    { fromDay: '2026-02-01', untilDay: '2026-02-06', plays: [] },
  );
  await accept(packets);
  const proofOf = async (of: TestService, payloadHash: string) => {
    const answer = await of.call(ADMINISTRATOR, `/v1/readings/${payloadHash}/proof`);
    return [answer.status, await answer.text()] as const;
  };
  const newest = packets.at(-1)!.payloadHash;
  await waitUntil('everything to be anchored', async () => (await proofOf(service, newest))[0] === 200);
  const before = new Map<string, string>();
  for (const { payloadHash } of packets) before.set(payloadHash, (await proofOf(service, payloadHash))[1]);
  await leaveStore();
  // The stream has forgotten them, too.
  await service.stream.trim('packets', Date.now() + 1);
  await service.stop();
  const scd = join(dir, 'scd');
  for (const name of readdirSync(scd).filter((each) => OF_THE_STORE.test(each)))
    rmSync(join(scd, name), { recursive: true });

  const again = await startTestService(t, config, dir);
  assert.equal((await proofOf(again, newest))[0], 404);
  const asked = await again.call(ADMINISTRATOR, '/v1/archive/restores', {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ from: '2026-02-01', until: '2026-03-01' }),
  });
  assert.equal(asked.status, 202, await asked.text());
  const { rpcUrl, registry, anchorContract } = chain;
  const reader = createChainReader({ rpcUrl, registry, anchorContract });
  await waitUntil(
    'the last packet to be back',
    async () => (await proofOf(again, newest))[0] === 200,
    120_000,
  );
  for (const { payloadHash } of packets) {
    await waitUntil('each packet', async () => (await proofOf(again, payloadHash))[0] === 200);
    const [, text] = await proofOf(again, payloadHash);
    assert.equal(text, before.get(payloadHash));
    const verified = await verifyProofFile(text, networkFile, reader);
    assert.equal(verified.outcome, 'verified', JSON.stringify(verified));
  }
  assert.ok(packets.length >= 10, `${packets.length} packets`);
});
