import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hex } from '@access-layer/core/bytes';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import { encryptKeystore } from '@access-layer/kit/keystore';
import {
  type CertificateAuthority,
  createCa,
  issueIdentity,
  readCa,
  writeIdentity,
} from '@access-layer/kit/pki';
import embedded from '@access-layer/kit/streams/embedded';
import type { BalConfig } from '../config.ts';
import { startTestChain, type TestChain } from './chain.ts';
import { NETWORK, newNode, openingOf, type TestNode } from './fleet.ts';

export interface ClientFiles {
  caFile: string;
  certFile: string;
  keyFile: string;
}

/** Everything around a Blockchain Access Layer: certificates, keystore, chain, stream, and nodes that are bound. */
export interface Surroundings {
  dir: string;
  ca: CertificateAuthority;
  caFile: string;
  anchorer: Hex;
  anchorerKey: Uint8Array;
  chain: TestChain;
  stream: Awaited<ReturnType<typeof embedded.create>>;
  config: BalConfig;
  /** The configuration as a file, for a process of its own. */
  configFile: string;
  /** A certificate of our authority. */
  certify(commonName: string, fileName?: string): Promise<ClientFiles>;
  /** Nodes with certificates that are bound on the chain and opened on the stream. */
  enrol(count: number, prefix?: string): Promise<(TestNode & { files: ClientFiles })[]>;
  remove(): Promise<void>;
}

export async function prepareSurroundings(overrides: Partial<BalConfig> = {}): Promise<Surroundings> {
  const dir = mkdtempSync(join(tmpdir(), 'bal-system-'));
  const pki = join(dir, 'pki');
  const caIdentity = await createCa('Test CA');
  const ca = await readCa(caIdentity);
  const { certFile: caFile } = writeIdentity(pki, 'ca', caIdentity);
  const server = await issueIdentity(ca, { commonName: 'broker', serverNames: ['127.0.0.1', 'localhost'] });
  const broker = writeIdentity(pki, 'broker', server);
  const anchorerKey = newPrivateKey();
  const anchorer = addressOf(anchorerKey);
  const keystoreFile = join(dir, 'keystore.json');
  const passphraseFile = join(dir, 'passphrase');
  writeFileSync(keystoreFile, JSON.stringify(encryptKeystore(anchorerKey, 'test')));
  writeFileSync(passphraseFile, 'test\n');
  const chain = await startTestChain({ anchorers: [anchorer] });
  const stream = await embedded.create({ dir: join(dir, 'stream') });
  const { registry, anchorContract, chainId } = chain.networkFile;
  const config: BalConfig = {
    network: NETWORK,
    dataDir: join(dir, 'bal'),
    mqtt: { host: '127.0.0.1', port: 0, caFile, ...broker },
    http: { host: '127.0.0.1', port: 0 },
    openOnLoopback: true,
    chain: { rpcUrl: chain.rpcUrl, chainId, registry, anchorContract, confirmations: 1, pollMs: 50 },
    stream: { name: 'embedded', dir: join(dir, 'stream') },
    keystoreFile,
    passphraseFile,
    windowMs: 100,
    verdictIntervalS: 0,
    ...overrides,
  };
  const configFile = join(dir, 'config.yaml');
  writeFileSync(configFile, JSON.stringify(config));

  async function certify(commonName: string, fileName = commonName): Promise<ClientFiles> {
    const identity = await issueIdentity(ca, { commonName });
    return { caFile, ...writeIdentity(pki, fileName, identity) };
  }

  let ordinal = 0;
  async function enrol(count: number, prefix = 'node') {
    const nodes = [];
    for (let i = 0; i < count; i++) {
      ordinal++;
      const node = newNode(`${prefix}-${ordinal}`, ordinal);
      await chain.registry.bind(node.address, node.commitment, 1);
      nodes.push({ ...node, files: await certify(node.id) });
    }
    await stream.append(
      'registry',
      nodes.map((node) => ({ key: node.id, value: openingOf(node) })),
    );
    return nodes;
  }

  mkdirSync(config.dataDir, { recursive: true });
  return {
    ...{ dir, ca, caFile, anchorer, anchorerKey, chain, stream, config, configFile, certify, enrol },
    async remove() {
      await stream.close();
      await chain.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
