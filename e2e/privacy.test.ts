import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import { type AllInOne, startAllInOne, until } from './all-in-one.ts';

const CLI = new URL('../cli/bin/access-layer.js', import.meta.url).pathname;

let system: AllInOne;
before(async () => {
  system = await startAllInOne(['--nodes', '2']);
});
after(() => system[Symbol.asyncDispose]());

// biome-ignore lint/suspicious/noExplicitAny: what a test asserts on is read as it came
type Body = any;

/** A question at the front door, as a client of the demonstration. */
async function get(client: string, path: string, status = 200): Promise<Body> {
  const answer = await fetch(system.run().url + path, { headers: await system.as(client) });
  const text = await answer.text();
  assert.equal(answer.status, status, `${client} ${path}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

async function accessLayer(...args: string[]): Promise<{ code: number; out: string }> {
  const env = { ...process.env, ACCESS_LAYER_DATA: system.dir };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr });
    });
  });
}

test('a read is entered, signed, anchored and proven; its customer alone is told; none can be taken out', async () => {
  const [first] = system.run().nodes;
  const { pod } = first!;
  await until('a reading', async () => {
    const answer = await fetch(`${system.run().url}/v1/pods/${pod}/readings?limit=1`, {
      headers: await system.as('operator'),
    });
    return answer.status === 200 && (await answer.json()).readings.length > 0;
  });
  const { readings } = await get('aggregator-1', `/v1/pods/${pod}/readings?limit=3`);
  const { payloadHash } = readings[0].certificate;
  await get('market', `/bal/packets/${payloadHash}`, 404);
  await get('aggregator-1', `/bal/packets/${payloadHash}`);
  let entries: Body[] = [];
  await until('both entries to be anchored', async () => {
    const { items } = await get('customer-1', `/v1/pods/${pod}/reads`);
    entries = items.filter(
      ({ client, dataSet }: Body) => client === 'aggregator-1' && dataSet === 'measurements',
    );
    return entries.length === 2 && entries.every(({ stage }) => stage === 'anchored');
  });
  assert.deepEqual(
    entries
      .map(({ dataSet, count, consents, party }) => [dataSet, count, consents[0].id, party])
      .toReversed(),
    [
      ['measurements', 3, 'consent-1', 'aggregator-1'],
      ['measurements', 1, 'consent-1', 'aggregator-1'],
    ],
  );
  assert.equal(entries.at(-1).unusual, 'new-reader');
  await get('customer-2', `/v1/pods/${pod}/reads`, 404);

  const file = join(system.dir, 'reads.proof.json');
  const proof = await get('customer-1', entries[0].message.proof);
  writeFileSync(file, JSON.stringify(proof));
  const proven = await accessLayer('verify', file);
  assert.equal(proven.code, 0, proven.out);
  const { reads } = JSON.parse(proof.packet.payload);
  assert.deepEqual([...new Set(reads.map((entry: Body) => entry.pod))], [pod]);

  const saved = join(system.dir, 'ledger.json');
  const verified = await accessLayer(
    'ledger',
    'verify',
    `${system.run().url}/v1/read-ledger`,
    '--save',
    saved,
  );
  assert.equal(verified.code, 0, verified.out);
  const offline = await accessLayer('ledger', 'verify', saved, '--offline');
  assert.equal(offline.code, 3, 'nothing is wrong; what only a chain says is not checked');
  const [, head] = /It ends with (\d+:0x[0-9a-f]{64})/.exec(verified.out)!;
  const ledger = JSON.parse(readFileSync(saved, 'utf8'));
  const { seq } = entries[0].message;
  ledger.messages.splice(seq, 1);
  writeFileSync(saved, JSON.stringify(ledger));
  const cut = await accessLayer('ledger', 'verify', saved, '--head', head!, '--offline');
  assert.equal(cut.code, 1, cut.out);
  assert.match(cut.out, new RegExp(`message ${seq} is missing|was cut off`));
});

test('who holds the PoD hears of an unusual reader, and his neighbour does not', async () => {
  const pods = async (client: string) => {
    const gone = new AbortController();
    const answer = await fetch(`${system.run().url}/v1/events/stream?topics=unusual-reads&from=earliest`, {
      headers: await system.as(client),
      signal: gone.signal,
    });
    assert.equal(answer.status, 200);
    const found: Body[] = [];
    const wanted = system.run().nodes[client === 'customer-1' ? 0 : 1]!.pod;
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      found.push(...[...text.matchAll(/^data: (\{"topic.*)$/gm)].map(([, json]) => JSON.parse(json!).value));
      if (found.some(({ pod }) => pod === wanted)) break;
    }
    gone.abort();
    return new Set(found.map(({ pod }) => pod));
  };
  const [one, two] = system.run().nodes.map(({ pod }) => pod);
  await get('operator', `/v1/pods/${two}/readings?limit=1`);
  assert.deepEqual([await pods('customer-1'), await pods('customer-2')], [new Set([one]), new Set([two])]);
});

/** Files of the system itself: a Light Node is at the customer's, and keeps what it has not been told is anchored. */
const AT_THE_CUSTOMERS = /^(nodes|meters)\//;

function filesWith(needles: string[]): string[] {
  const wanted = needles.map((needle) => Buffer.from(needle));
  return readdirSync(system.dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(system.dir, join(entry.parentPath, entry.name)))
    .filter((path) => !AT_THE_CUSTOMERS.test(path))
    .filter((path) => {
      const bytes = readFileSync(join(system.dir, path));
      return wanted.some((needle) => bytes.includes(needle));
    });
}

test('what a customer leaves is erased in every file; proofs of others and the chain of the read ledger hold', async () => {
  const [first, second] = system.run().nodes;
  const packetsOf = async (pod: string) =>
    (await get('operator', `/v1/pods/${pod}/packets?limit=1000`)).packets.filter(
      ({ stage }: Body) => stage === 'anchored',
    );
  await until('anchored packets', async () => (await packetsOf(second!.pod)).length > 5);
  const [from, end] = [0, 1].map((day) => new Date(Date.now() + day * 86_400_000).toISOString().slice(0, 10));
  await get('operator', `/v1/pods/${second!.pod}/aggregates?from=${from}&until=${end}&step=day`);
  const gone = await packetsOf(second!.pod);
  const traces = gone.flatMap(({ payload, signature }: Body) => [JSON.parse(payload).nonce, signature]);
  assert.ok(filesWith(traces).length > 2);
  const proofs = await Promise.all(
    (await packetsOf(first!.pod)).slice(0, 5).map(async ({ certificate, seq }: Body) => {
      const file = join(system.dir, `other-${seq}.proof.json`);
      writeFileSync(file, JSON.stringify(await get('operator', certificate.proof)));
      return file;
    }),
  );
  const erased = await accessLayer('erase', 'holding-2', '--json');
  assert.equal(erased.code, 0, erased.out);
  for (const part of ['measurements', 'registry', 'registrar', 'blockchain-access-layer'])
    assert.match(erased.out, new RegExp(`^${part}: nothing left`, 'm'));
  assert.match(erased.out, /"status": "complete"/);
  assert.deepEqual(filesWith(traces), []);
  for (const { certificate } of gone.slice(0, 3)) {
    await get('operator', `/v1/packets/${certificate.payloadHash}`, 404);
    await get('operator', `/bal/packets/${certificate.payloadHash}`, 404);
  }
  const [node] = (await get('operator', `/v1/pods/${second!.pod}/completeness`)).nodes;
  assert.ok(node.erased >= gone.length && node.missingPackets === 0, JSON.stringify(node));
  const verified = await accessLayer('verify', ...proofs);
  assert.equal(verified.code, 0, verified.out);
  let ledger = { code: -1, out: '' };
  await until('the ledger to be anchored as far as it is signed', async () => {
    ledger = await accessLayer('ledger', 'verify');
    assert.ok([0, 3].includes(ledger.code), ledger.out);
    return ledger.code === 0;
  });
  assert.match(ledger.out, /of them only hashes are left/);
});
