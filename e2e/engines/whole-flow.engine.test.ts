import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import '@access-layer/kit/native';
import type { RunningEngine } from '@access-layer/engines/engine';
import ferretdb from '@access-layer/engines/ferretdb';
import kafka from '@access-layer/engines/kafka';
import opensearch from '@access-layer/engines/opensearch';
import quorum from '@access-layer/engines/quorum';
import toxiproxy from '@access-layer/engines/toxiproxy';
import versitygw from '@access-layer/engines/versitygw';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { createClient } from '@access-layer/shared-customer-database/archives/s3-client';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { stringify } from 'yaml';
import { type AllInOne, metric, startAllInOne, until } from '../all-in-one.ts';
import { chainReaderOf, everyPacketOnce, signed, verifyAll } from '../every-packet-once.ts';
import { startFlakyProxy } from './flaky-proxy.ts';
import { needEngine } from './need-engine.ts';
import { openLink } from './toxic-links.ts';

const NODES = 4;
const BUCKET = 'archive';
/** Stored after each fault, of what came after it. */
const MORE = 12;
/** Fewer than the client of the archive tries again in a row. */
const REFUSALS = 5;
const LAUNCHER = new URL('../../cli/bin/access-layer.js', import.meta.url).pathname;
const ACCEPTED = 'access_layer_accepted_total';
const ANCHORED = 'access_layer_anchored_total';
const STORED = 'access_layer_stored_total';

// The heaviest first: all at once they would keep each other from starting.
const store = await needEngine((options) => opensearch.start({ ...options, nodes: 3 }));
const stream = await needEngine((options) => kafka.start({ ...options, nodes: 3 }));
const [registry, objects, chain, network] = await Promise.all([
  needEngine(ferretdb.start),
  needEngine(versitygw.start),
  needEngine(quorum.start),
  needEngine(toxiproxy.start),
]);

if (stream && store && registry && objects && chain && network) {
  const dir = temporaryFolder('whole-flow-');
  const file = (name: string, text: string) => {
    writeFileSync(join(dir, name), text, { mode: 0o600 });
    return join(dir, name);
  };
  const linkTo = (name: string, url: string) => openLink(network, name, new URL(url).host);
  const [toChain, toRegistry, toStore, toObjects] = await Promise.all([
    linkTo('chain', chain.nodes[0]!.rpcUrl),
    linkTo('registry', registry.url),
    linkTo('store', store.nodes[0]!),
    linkTo('objects', objects.endpoint),
  ]);
  const archive = await startFlakyProxy(`http://${toObjects.at}`);
  after(() => archive.close());
  const s3 = {
    ...{ bucket: BUCKET, region: objects.region, accessKeyId: objects.accessKeyId, scratchDir: dir },
    secretAccessKeyFile: file('s3-secret', objects.secretAccessKey),
  };
  // Brokers say by which address they are reached, so no link stands before them: they are killed.
  const engines = {
    stream: {
      ...{ name: 'kafka', brokers: stream.brokers, partitions: 3, user: 'super' },
      ...{ caFile: file('ca.pem', stream.ca), passwordFile: file('password', stream.passwordOf('super')) },
    },
    store: { name: 'search', nodes: [`http://${toStore.at}`, ...store.nodes.slice(1)], replicas: 1 },
    registry: { name: 'mongodb', url: `mongodb://${toRegistry.at}/` },
    archive: { name: 's3', ...s3, endpoint: archive.url },
    chain: { rpcUrl: `http://${toChain.at}` },
  };

  test('all engines at once: nothing is lost or doubled while parts of each fail, and every proof verifies', async (t) => {
    const admin = createClient({ ...s3, endpoint: objects.endpoint });
    await admin.send(new CreateBucketCommand({ Bucket: BUCKET }));
    admin.destroy();
    const enginesFile = file('engines.yaml', stringify(engines));
    const args = ['--nodes', String(NODES), '--speed', '240', '--engines', enginesFile];
    await using system = await startAllInOne(args);
    const { balUrl, scdUrl } = system.run();
    const begunMs = Date.now();
    const goesOn = async (what: string) => {
      const before = await signed(system);
      const stored = () => metric(scdUrl, STORED);
      await until(
        `what was signed after ${what} to be stored`,
        async () => (await stored()) >= before + MORE,
      );
      t.diagnostic(`${what}: goes on, ${await stored()} stored, ${seconds(begunMs)} s`);
    };
    await goesOn('the start');

    // Each of them: so every partition loses its leader, and the quorum its active controller.
    for (const broker of stream.members) {
      await broker.kill();
      await goesOn(`${broker.name} was killed`);
      await broker.restart();
    }
    const [, second] = store.members;
    await second!.kill();
    await goesOn(`${second!.name} was killed`);
    await registry.members[0]!.restart();
    await goesOn('the server of the registry was killed and started again');

    for (const [name, link] of Object.entries({ toChain, toRegistry, toStore, toObjects })) {
      await link.cut();
      await delay(2000);
      await link.mend();
      await link.slow(100, () => goesOn(`the way ${name} was cut, and is slow now`));
    }

    const [, , one, two] = chain.nodes;
    await one!.kill();
    const before = await metric(balUrl, ANCHORED);
    await until('anchoring with three of four', async () => (await metric(balUrl, ANCHORED)) > before);
    await two!.kill();
    await assertWaits(system);
    await Promise.all([one!.restart(), two!.restart()]);
    await goesOn('two of four validators were away');

    archive.refuseNext(REFUSALS);
    await archiveNow(system);
    await goesOn(`days went to the archive, which said 503 ${archive.refused.length} times`);

    const rate = (await metric(balUrl, ANCHORED)) / seconds(begunMs);
    const proofs = await everyPacketOnce(system);
    t.diagnostic(`${proofs.length} packets of ${NODES} nodes, ${rate.toFixed(1)}/s certified meanwhile`);
    await verifyAll(system, proofs, chainReaderOf(system));
    await verifyAll(system, proofs);
    t.diagnostic('every proof verifies against the chain, and without any node by its sealed headers');
    for (const [name, engine] of Object.entries({ stream, store, registry, objects, chain }))
      sayMemory(t, name, engine);
  });
}

/** Without two thirds of the validators nothing is anchored, and packets are accepted all the same. */
async function assertWaits(system: AllInOne): Promise<void> {
  const { balUrl } = system.run();
  const anchored = () => metric(balUrl, ANCHORED);
  // What was in the last block may still be counted.
  let stands = -1;
  while (stands !== (await anchored())) {
    stands = await anchored();
    await delay(3000);
  }
  const accepted = await metric(balUrl, ACCEPTED);
  await until('packets to be accepted', async () => (await metric(balUrl, ACCEPTED)) >= accepted + MORE);
  assert.equal(await anchored(), stands, 'nothing is anchored meanwhile');
}

/** The replay is of last week: its days are due. */
async function archiveNow({ dir, run }: AllInOne): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, [LAUNCHER, 'archive', 'run', '--data', dir]);
  const packets = await metric(run().scdUrl, 'access_layer_scd_archived_packets');
  assert.ok(packets > 0, stdout);
}

function seconds(sinceMs: number): number {
  return Math.round((Date.now() - sinceMs) / 1000);
}

/** Of those of its processes that run. */
function sayMemory(t: TestContext, name: string, { members }: RunningEngine): void {
  const statuses = members.map(({ pid }) => `/proc/${pid()}/status`).filter((path) => existsSync(path));
  const kilobytes = statuses.map((path) => {
    const [, resident = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(path, 'utf8')) ?? [];
    return Number(resident);
  });
  const megabytes = kilobytes.map((each) => Math.round(each / 1024)).join(' + ');
  t.diagnostic(`memory of ${name}: ${megabytes} MB`);
}
