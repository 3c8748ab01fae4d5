import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import type { Hex } from '@access-layer/core/bytes';
import type { NetworkFile } from '@access-layer/core/network';
import { verifyProofFile } from '@access-layer/core/verify';
import { type RunningProcess, readJson } from 'access-layer/data-folder';
import { type AllInOne, startAllInOne, until } from './all-in-one.ts';

const SERVED = 'first anchored reading served';

/** Another run on the folder, until it has served something new; ended by `end`. */
async function run(dir: string, end: (system: AllInOne) => Promise<unknown>): Promise<void> {
  const system = await startAllInOne([], dir);
  await until(SERVED, () => system.output().includes(SERVED));
  await end(system);
}

test('over a stop and a kill, sequence and batches go on unbroken, and nothing is left running', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-restart-'));
  await run(dir, async (system) => {
    const { processes } = system.run();
    assert.equal(await system.stop(), 0, system.output());
    assert.deepEqual(processes.filter(isAlive), [], 'all have stopped');
    assert.ok(!existsSync(join(dir, 'run.json')));
  });
  await run(dir, async (system) => {
    const { pid, processes } = system.run();
    process.kill(pid, 'SIGKILL');
    await until('the services to notice', () => !processes.some(isAlive), 15_000);
    rmSync(join(dir, 'run.json')); // what the next start is known by
  });
  await using system = await startAllInOne([], dir);
  await until(SERVED, () => system.output().includes(SERVED));
  for (const { pod } of system.run().nodes) await assertComplete(system, pod);
  await assertBatchesUnbroken(system);
  await assertFirstReadingVerifies(system);
});

async function assertComplete(system: AllInOne, pod: string): Promise<void> {
  const { nodes } = await getJson(system, `${system.run().scdUrl}/v1/pods/${pod}/completeness`);
  assert.equal(nodes.length, 1);
  const [{ received, lastSeq, missingPackets, forked, chain }] = nodes;
  assert.equal(received, lastSeq + 1, `${pod}: from 0 to the last`);
  assert.deepEqual([missingPackets, forked, chain.state], [0, 0, 'verified'], pod);
}

async function assertBatchesUnbroken(system: AllInOne): Promise<void> {
  const { items } = await getJson(system, `${system.run().balUrl}/batches?limit=100&order=oldest`);
  assert.ok(items.length >= 3, 'at least one a run');
  const indexes = items.map(({ index }: { index: number }) => index);
  assert.deepEqual(indexes, [...items.keys()], 'batches are numbered without gaps');
  assert.equal(new Set(items.map(({ anchorer }: { anchorer: string }) => anchorer)).size, 1);
}

/** A proof of the first run's chain, against the network file that was pinned then. */
async function assertFirstReadingVerifies(system: AllInOne): Promise<void> {
  const { scdUrl, chainRpc, nodes } = system.run();
  const { readings } = await getJson(system, `${scdUrl}/v1/pods/${nodes[0]!.pod}/readings?limit=1`);
  const headers = await system.as('operator');
  const proof = await (await fetch(`${scdUrl}${readings[0].certificate.proof}`, { headers })).text();
  const network = readJson<NetworkFile>(join(system.dir, 'network.json'))!;
  const { registry, anchorContract } = network as { registry: Hex; anchorContract: Hex };
  const chain = createChainReader({ rpcUrl: chainRpc, registry, anchorContract });
  const verification = await verifyProofFile(proof, network, chain);
  assert.equal(verification.outcome, 'verified', JSON.stringify(verification));
}

// biome-ignore lint/suspicious/noExplicitAny: answers of two APIs, checked field by field
async function getJson(system: AllInOne, url: string): Promise<any> {
  const answer = await fetch(url, { headers: await system.as('operator') });
  assert.equal(answer.status, 200, url);
  return answer.json();
}

function isAlive({ pid }: RunningProcess): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
