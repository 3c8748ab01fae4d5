import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startTestChain, type TestChain } from '@access-layer/contracts/test-chain';
import { fromHex, toHex } from '@access-layer/core/bytes';
import { commitmentOf, newSalt } from '@access-layer/core/commitment';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import { encryptKeystore } from '@access-layer/kit/keystore';
import { createCa, issueIdentity, readCa, writeIdentity } from '@access-layer/kit/pki';
import embedded from '@access-layer/kit/streams/embedded';
import { stringify } from 'yaml';
import type { LoadOrder, LoadResult } from './load.ts';

export interface IntakeFigures {
  acceptedPerSecond: number;
  /** Largest resident memory of the Blockchain Access Layer, MB; undefined where the system does not tell. */
  peakMemoryMb: number | undefined;
}

const NETWORK = 'bench-1';

/** A Blockchain Access Layer of its own, as its main starts it, on a chain of its own. */
export interface IntakeBench {
  /** One round: nodes that were never seen before publish as fast as they are acknowledged. */
  round(nodes: number, packetsPerNode: number): Promise<IntakeFigures>;
  close(): Promise<void>;
}

export async function startIntakeBench(): Promise<IntakeBench> {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-bench-'));
  const chain = await startTestChain(NETWORK);
  const ca = await createCa('bench');
  mkdirSync(join(dir, 'ca'), { recursive: true });
  writeFileSync(join(dir, 'ca', 'ca.pem'), ca.certificate);
  const authority = await readCa(ca);
  const stream = await embedded.create({ dir: join(dir, 'stream') });
  const broker = await startBroker(dir, chain, authority);
  let made = 0;

  async function addNode() {
    const id = `bench-${++made}`;
    const key = newPrivateKey();
    const opening = {
      node: id,
      podCode: `IT999E${String(made).padStart(8, '0')}`,
      meterId: 'm',
      salt: newSalt(),
    };
    const address = addressOf(key);
    const change = await chain.asDso.bind(address, commitmentOf(opening), 0);
    const from = (await chain.asDso.bindingAt(address, commitmentOf(opening), Date.now())).from;
    if (!change) throw new Error('not bound');
    const value = JSON.stringify({
      kind: 'light-node',
      key: address,
      ...opening,
      role: 'exchange',
      from,
      until: 0,
    });
    await stream.append('registry', [{ key: id, value }]);
    const files = writeIdentity(join(dir, 'nodes'), id, await issueIdentity(authority, { commonName: id }));
    return { id, pod: opening.podCode, meter: opening.meterId, key: toHex(key), ...files };
  }

  return {
    async round(count, packetsPerNode) {
      const nodes: LoadOrder['nodes'] = [];
      for (let i = 0; i < count; i++) nodes.push(await addNode());
      await delay(3000); // the broker follows the registry at its own pace
      const order = {
        nodes,
        packetsPerNode,
        network: NETWORK,
        host: '127.0.0.1',
        port: broker.mqttPort,
        inFlight: 500,
      };
      const { packets, seconds } = await runLoad({ ...order, caFile: join(dir, 'ca', 'ca.pem') });
      return { acceptedPerSecond: packets / seconds, peakMemoryMb: peakMemoryMb(broker.process.pid!) };
    },
    async close() {
      broker.process.kill('SIGTERM');
      await once(broker.process, 'exit');
      await stream.close();
      await chain.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function startBroker(dir: string, chain: TestChain, authority: Awaited<ReturnType<typeof readCa>>) {
  const names = ['127.0.0.1', 'localhost'];
  const identity = await issueIdentity(authority, { commonName: 'broker', serverNames: names });
  const server = writeIdentity(join(dir, 'bal'), 'broker', identity);
  const [keystoreFile, passphraseFile] = [join(dir, 'bal', 'keystore.json'), join(dir, 'bal', 'passphrase')];
  writeFileSync(keystoreFile, JSON.stringify(encryptKeystore(fromHex(chain.anchorer.privateKey), 'bench')));
  writeFileSync(passphraseFile, 'bench');
  const { rpcUrl, chainId, registry, anchorContract } = chain;
  const configFile = join(dir, 'bal', 'config.yaml');
  const config = {
    network: NETWORK,
    dataDir: join(dir, 'bal'),
    mqtt: { host: '127.0.0.1', port: 0, caFile: join(dir, 'ca', 'ca.pem'), ...server },
    http: { host: '127.0.0.1', port: 0 },
    chain: { rpcUrl, chainId, registry, anchorContract, confirmations: 1 },
    stream: { name: 'embedded', dir: join(dir, 'stream') },
    keystoreFile,
    passphraseFile,
    openOnLoopback: true,
  };
  writeFileSync(configFile, stringify(config));
  const main = new URL(import.meta.resolve('@access-layer/blockchain-access-layer/main')).pathname;
  const child = spawn(process.execPath, [main, '--config', configFile], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return { process: child, mqttPort: await listeningPort(child) };
}

/** The port stands in the log line `listening`. */
async function listeningPort(child: ChildProcess): Promise<number> {
  let text = '';
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    text += chunk;
    const port = /"mqttPort":(\d+)/.exec(text)?.[1];
    if (port) {
      child.stdout!.resume();
      return Number(port);
    }
  }
  throw new Error(`the Blockchain Access Layer did not start:\n${text}`);
}

async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const load = fork(new URL('./load.ts', import.meta.url));
  const message = async () => {
    const [value] = await Promise.race([
      once(load, 'message'),
      once(load, 'exit').then(([code]) => Promise.reject(new Error(`the load ended with ${code}`))),
    ]);
    return value;
  };
  load.send(order);
  await message();
  load.send('go');
  return (await message()) as LoadResult;
}

function peakMemoryMb(pid: number): number | undefined {
  try {
    const kb = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb ? Number(kb) / 1024 : undefined;
  } catch {
    return undefined; // not Linux
  }
}
