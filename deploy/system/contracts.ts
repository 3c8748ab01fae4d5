// Does what the DSO does before the first reading: both contracts with their roles, and the keys of the services. May be
// repeated; it does what is missing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deploy } from '@access-layer/contracts/deploy';
import { createRegistry } from '@access-layer/contracts/registry';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { loadKey } from '@access-layer/kit/keystore';
import { openStream } from '@access-layer/kit/open-stream';
import { compareAndRepair } from '@access-layer/registrar/compare-and-repair';
import { RegistrarConfig } from '@access-layer/registrar/config';
import { openDsoRegistry } from '@access-layer/registrar/dso-registry';
import { publishOpenings } from '@access-layer/registrar/publish-openings';
import { privateKeyToAccount } from 'viem/accounts';

interface Contracts {
  network: string;
  registry: Hex;
  anchorContract: Hex;
  anchorer: Hex;
  databaseKey: Hex;
  /** The registrar's: the same key, chain and stream. */
  config: string;
}

try {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  if (!values.config) throw new TypeError('expected --config FILE');
  await setUp(JSON.parse(readFileSync(values.config, 'utf8')));
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}

async function setUp({
  network,
  registry,
  anchorContract,
  anchorer,
  databaseKey,
  config,
}: Contracts): Promise<void> {
  const {
    chain,
    keystoreFile,
    passphraseFile,
    dataDir,
    stream: streamConfig,
  } = loadConfig(RegistrarConfig, { file: config });
  const { rpcUrl } = chain;
  const account = privateKeyToAccount(toHex(loadKey(keystoreFile!, passphraseFile!)));
  const known = { registry, anchorContract };
  const { networkFile } = await deploy({
    rpcUrl,
    network,
    account,
    anchorers: [anchorer],
    known,
    consensus: 'qbft',
  });
  if (networkFile.registry !== registry || networkFile.anchorContract !== anchorContract) {
    throw new AccessLayerError({
      code: 'DEPLOY_CONTRACTS',
      message:
        `the contracts are at ${networkFile.registry} and ${networkFile.anchorContract}, and the configurations name ` +
        `${registry} and ${anchorContract}: the DSO's account has sent something else before. Start with a new account or chain`,
    });
  }
  const dso = openDsoRegistry(dataDir);
  await compareAndRepair(dso, createRegistry({ rpcUrl, address: registry, account }), [
    { key: anchorer, kind: 'service', name: 'blockchain-access-layer' },
    { key: databaseKey, kind: 'service', name: 'shared-customer-database' },
  ]);
  const stream = await openStream(streamConfig);
  try {
    await publishOpenings(dso, stream);
  } finally {
    await stream.close();
  }
  // What a verifier pins: the DSO gives it to whoever wants to check.
  writeFileSync(join(dataDir, 'network.json'), `${JSON.stringify(networkFile, null, 2)}\n`);
  process.stdout.write(`${JSON.stringify(networkFile)}\n`);
}
