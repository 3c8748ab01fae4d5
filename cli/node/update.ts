import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AccessLayerError } from '@access-layer/core/errors';
import type { NetworkFile } from '@access-layer/core/network';
import { addressOf } from '@access-layer/core/sign';
import { loadKey } from '@access-layer/kit/keystore';
import { publishedIn, publishUpdate } from '@access-layer/light-node/update/update-folder';
import { startUpdateServer } from '@access-layer/light-node/update/update-server';
import type { Surroundings } from '../command.ts';
import { type DataFolder, dataFolder, type RunFile, readJson } from '../data-folder.ts';
import { ensureKey } from '../system/keys.ts';
import { DEFAULT_PORT_BASE, UPDATE_SERVER_OFFSET } from '../system/ports.ts';
import { updatesCertificate } from '../system/update-server.ts';
import { UPDATE_USAGE } from './update-usage.ts';

const OPTIONS = {
  data: { type: 'string' },
  to: { type: 'string' },
  keystore: { type: 'string' },
  'passphrase-file': { type: 'string' },
  network: { type: 'string' },
  cert: { type: 'string' },
  'tls-key': { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
} as const;
type Values = ReturnType<typeof parse>['values'];
const parse = (args: string[]) => parseArgs({ args, options: OPTIONS, allowPositionals: true });

/** `access-layer node update …`: what the maker of a release, or the DSO, does with it. */
export async function runUpdate(args: string[], around: Surroundings): Promise<number> {
  const { values, positionals } = parse(args);
  const [action, ...bundles] = positionals;
  const folder = dataFolder(values.data, around);
  const dir = values.to ? resolve(around.cwd, values.to) : folder.updates;
  if (action === 'publish') return publish(dir, bundles, folder, values, around);
  if (action === 'show' && bundles.length === 0) return show(dir, around);
  if (action === 'serve' && bundles.length === 0) return serve(dir, folder, values, around);
  around.stderr.write(`There is no "node update ${positionals.join(' ')}".\n\n${UPDATE_USAGE}\n`);
  return 64;
}

async function publish(
  dir: string,
  bundles: string[],
  folder: DataFolder,
  values: Values,
  around: Surroundings,
): Promise<number> {
  const network = values.network ?? readJson<NetworkFile>(folder.network)?.network;
  if (!network) throw optionError(`${folder.dir} has no network.json; give --network NAME`);
  const privateKey = releaseKey(folder, values, around.cwd);
  const files = bundles.map((file) => resolve(around.cwd, file));
  const { version, kind, files: published } = await publishUpdate(files, { dir, network, privateKey });
  around.stdout.write(`${kind} ${version} for network ${network}, in ${dir}\n`);
  for (const { architecture, bytes, sha256 } of published)
    around.stdout.write(`  ${architecture.padEnd(6)}${(bytes / 1e6).toFixed(1)} MB  sha256 ${sha256}\n`);
  around.stdout.write(`Light Nodes install it that have ${addressOf(privateKey)} in updates.signers.\n`);
  const served = dir === folder.updates && readJson<RunFile>(folder.run)?.updatesUrl;
  if (served)
    around.stdout.write(
      `The running system serves it: updates.url is ${served}, updates.caFile ${folder.ca}/ca.pem.\n`,
    );
  return 0;
}

function releaseKey(folder: DataFolder, values: Values, cwd: string): Uint8Array {
  const { keystore, 'passphrase-file': passphraseFile } = values;
  if ((keystore === undefined) !== (passphraseFile === undefined)) {
    throw optionError('--keystore and --passphrase-file go together');
  }
  if (keystore && passphraseFile) return loadKey(resolve(cwd, keystore), resolve(cwd, passphraseFile));
  const own = ensureKey(join(folder.dir, 'release-key'));
  return loadKey(own.keystoreFile, own.passphraseFile);
}

function show(dir: string, around: Surroundings): number {
  const manifest = publishedIn(dir);
  if (!manifest) {
    around.stderr.write(`Nothing is published in ${dir}.\n`);
    return 1;
  }
  around.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`);
  return 0;
}

async function serve(dir: string, folder: DataFolder, values: Values, around: Surroundings): Promise<number> {
  const files = await certificate(folder, values, around.cwd);
  const port = Number(values.port ?? DEFAULT_PORT_BASE + UPDATE_SERVER_OFFSET);
  const server = await startUpdateServer({ dir, ...files, host: values.host, port });
  around.stdout.write(
    `serves ${dir} on https://${values.host}:${(server.address() as { port: number }).port}\n`,
  );
  await new Promise<void>((stop) => {
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  server.closeAllConnections();
  server.close();
  return 0;
}

async function certificate(folder: DataFolder, values: Values, cwd: string) {
  const { cert, 'tls-key': key } = values;
  if ((cert === undefined) !== (key === undefined)) throw optionError('--cert and --tls-key go together');
  if (cert && key) return { certFile: resolve(cwd, cert), keyFile: resolve(cwd, key) };
  return updatesCertificate(folder);
}

function optionError(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'CLI_OPTION', message });
}
