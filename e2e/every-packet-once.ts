import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import type { Hex } from '@access-layer/core/bytes';
import { payloadHashOf } from '@access-layer/core/message';
import type { NetworkFile } from '@access-layer/core/network';
import type { ProofFile } from '@access-layer/core/proof';
import { type ChainReader, verifyProofFile } from '@access-layer/core/verify';
import { type RunNode, readJson } from 'access-layer/data-folder';
import { parse, stringify } from 'yaml';
import { type AllInOne, metric, until } from './all-in-one.ts';

const ANCHORED = 'access_layer_anchored_total';

/**
 * Ends what nodes measure, waits until all of it is stored, and compares the sets: what is signed, accepted, sealed,
 * anchored and stored is the same, each packet once. Gives the proof file of every packet.
 */
export async function everyPacketOnce(system: AllInOne): Promise<ProofFile[]> {
  await stopSampling(system);
  const nodes = system.run().nodes;
  await until(
    'all outboxes to drain',
    () => nodes.every((node) => outbox(system, node).waiting === 0),
    240_000,
  );
  const total = nodes.reduce((sum, node) => sum + outbox(system, node).nextSeq, 0);
  const { balUrl, scdUrl } = system.run();
  await until('everything anchored', async () => (await metric(balUrl, ANCHORED)) === total, 240_000);
  const counts = await Promise.all(
    ['accepted', 'sealed', 'anchored'].map((stage) => metric(balUrl, `access_layer_${stage}_total`)),
  );
  await until('everything stored', async () => (await metric(scdUrl, 'access_layer_stored_total')) === total);
  assert.deepEqual(counts, [total, total, total], 'accepted, sealed and anchored agree with signed');
  const proofs: ProofFile[] = [];
  for (const node of nodes) proofs.push(...(await assertSameChain(system, node)));
  assert.equal(proofs.length, total, 'stored and anchored: each packet once');
  return proofs;
}

/** How many packets the nodes have signed. */
export async function signed(system: AllInOne): Promise<number> {
  return system.run().nodes.reduce((sum, node) => sum + outbox(system, node).nextSeq, 0);
}

/** Ends a process at once, and waits until it is there again. */
export async function kill(system: AllInOne, name: string): Promise<void> {
  const pidOf = () => system.run().processes.find((entry) => entry.name === name)?.pid;
  const before = pidOf()!;
  process.kill(before, 'SIGKILL');
  await until(`${name} to come back`, () => {
    const now = pidOf();
    return now !== undefined && now !== before;
  });
}

/** Lets every node only drain: its next sample is a day away, and what it signs as it starts has been signed. */
async function stopSampling(system: AllInOne): Promise<void> {
  for (const { id } of system.run().nodes) {
    const file = join(system.dir, 'nodes', id, 'config.yaml');
    const config = parse(readFileSync(file, 'utf8'));
    writeFileSync(file, stringify({ ...config, sampleIntervalS: 86_400 }));
  }
  const hosts = system.run().processes.filter(({ name }) => name.startsWith('light-node'));
  for (const { name } of hosts) await kill(system, name);
  for (const url of new Set(system.run().nodes.map((node) => node.url)))
    await until(`the nodes at ${url}`, () => fetch(url).then(Boolean, () => false));
}

function outbox(system: AllInOne, { id }: RunNode) {
  const database = new DatabaseSync(join(system.dir, 'nodes', id, 'outbox.db'), {
    readOnly: true,
    timeout: 10_000,
  });
  try {
    const chain = database.prepare('SELECT nextSeq, prev FROM chain').get() as {
      nextSeq: number;
      prev: string;
    };
    const waiting = database
      .prepare(
        "SELECT (SELECT count(*) FROM packet WHERE state <> 'acknowledged') + (SELECT count(*) FROM reading) AS n",
      )
      .get() as { n: number };
    const held = database.prepare('SELECT seq, payloadHash FROM packet').all() as {
      seq: number;
      payloadHash: string;
    }[];
    return { ...chain, waiting: waiting.n, held };
  } finally {
    database.close();
  }
}

/**
 * What is stored of a node is seq 0 to its last without a gap or a double; its hash chain ends where the node's own
 * does, so it is the very set that the node has signed; and what the node still holds is among it. Gives the proofs.
 */
async function assertSameChain(system: AllInOne, node: RunNode): Promise<ProofFile[]> {
  const { nextSeq, prev, held } = outbox(system, node);
  const proofs = await proofsOf(system, node);
  const hashes = proofs.map(({ packet }) => payloadHashOf(packet.payload));
  const seqs = proofs.map(({ packet }) => JSON.parse(packet.payload).seq as number);
  assert.deepEqual(
    [...seqs].sort((a, b) => a - b),
    [...Array(nextSeq).keys()],
    `${node.id}: each once`,
  );
  for (const { seq, payloadHash } of held) assert.equal(hashes[seqs.indexOf(seq)], payloadHash);
  assert.equal(hashes[seqs.indexOf(nextSeq - 1)], prev, `${node.id}: same end of the chain`);
  const events = await completeness(system, node);
  assert.deepEqual(events.missing, [], `${node.id} misses nothing`);
  assert.equal(events.received, nextSeq, `${node.id}: as many as signed`);
  return proofs;
}

async function proofsOf(system: AllInOne, { pod, id }: RunNode): Promise<ProofFile[]> {
  const all: ProofFile[] = [];
  for (let cursor = ''; ; ) {
    const query = `from=2000-01-01T00:00:00.000Z&until=2100-01-01T00:00:00.000Z${cursor && `&cursor=${cursor}`}`;
    const answer = await fetch(`${system.run().scdUrl}/v1/pods/${pod}/proofs?${query}`, {
      headers: await system.as('operator'),
    });
    const { proofs, unproven, hidden, next } = (await answer.json()) as ProofsPage;
    assert.deepEqual([unproven, hidden], [[], 0], `${id}: everything is anchored, and shown to the operator`);
    all.push(...proofs.filter(({ packet }) => JSON.parse(packet.payload).node === id));
    if (!next) return all;
    cursor = next;
  }
}

interface ProofsPage {
  proofs: ProofFile[];
  unproven: unknown[];
  hidden: number;
  next?: string;
}

async function completeness(
  system: AllInOne,
  node: RunNode,
): Promise<{ received: number; missing: unknown[] }> {
  const range = 'from=2000-01-01T00:00:00.000Z&until=2100-01-01T00:00:00.000Z';
  const answer = await fetch(`${system.run().scdUrl}/v1/pods/${node.pod}/completeness?${range}`, {
    headers: await system.as('operator'),
  });
  const { nodes } = (await answer.json()) as {
    nodes: { node: string; received: number; missing: unknown[] }[];
  };
  return nodes.find((entry) => entry.node === node.id)!;
}

/** Reads the chain of the system, as who trusts its node. */
export function chainReaderOf(system: AllInOne): ChainReader {
  const { registry, anchorContract } = networkOf(system);
  const { chainRpc } = system.run();
  return createChainReader({
    rpcUrl: chainRpc,
    registry: registry as Hex,
    anchorContract: anchorContract as Hex,
  });
}

function networkOf(system: AllInOne): NetworkFile {
  return readJson<NetworkFile>(join(system.dir, 'network.json'))!;
}

/** Verifies every proof; by nothing but the network file where no chain is given. */
export async function verifyAll(system: AllInOne, proofs: ProofFile[], chain?: ChainReader): Promise<void> {
  const network = networkOf(system);
  const waiting = proofs.values();
  const verifyNext = async () => {
    for (const proof of waiting) {
      const result = await verifyProofFile(JSON.stringify(proof), network, chain);
      assert.equal(result.outcome, 'verified', `${proof.packet.payload}: ${JSON.stringify(result)}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, verifyNext)); // at once, so that no process waits for another
}
