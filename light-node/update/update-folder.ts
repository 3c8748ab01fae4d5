import { createHash } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AccessLayerError } from '@access-layer/core/errors';
import { messageBytes, parseMessage } from '@access-layer/core/message';
import { newNonce, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { createTarDecoder } from 'modern-tar';
import { type BundleFile, type Manifest, type ReleaseFile, readRelease } from './manifest.ts';
import { compareVersions } from './version-order.ts';

/** The name under which a node asks for what is to be installed. */
export const MANIFEST_NAME = 'update.signed';
export const SERVED = /^(update\.signed|[0-9a-f]{64}\.tar\.gz)$/;

/**
 * Puts bundles of one version into a folder that an update server serves, signs what they are, and makes them the version that
 * nodes are to install. Nothing is changed where they do not belong
 * together, or an older version would follow a newer one.
 * @throws AccessLayerError LN_UPDATE_PUBLISH
 */
export async function publishUpdate(
  bundles: readonly string[],
  {
    dir,
    network,
    privateKey,
    nowMs = Date.now(),
  }: { dir: string; network: string; privateKey: Uint8Array; nowMs?: number },
): Promise<Manifest> {
  const read = await Promise.all(bundles.map(async (file) => ({ file, ...(await readBundle(file)) })));
  const [first, ...others] = read;
  if (!first) throw wrong('there is no bundle to publish; give one for each processor');
  const odd = others.find(
    ({ release }) => release.version !== first.release.version || release.kind !== first.release.kind,
  );
  if (odd)
    throw wrong(
      `${odd.file} is ${odd.release.version}, ${first.file} is ${first.release.version}; publish one version at a time`,
    );
  const { version, kind = 'release' } = first.release;
  const before = publishedIn(dir);
  if (before && compareVersions(version, before.version) <= 0) {
    throw wrong(`${dir} has ${before.version} and nodes install only what is newer; ${version} is not`);
  }
  mkdirSync(dir, { recursive: true });
  for (const { file, bundle } of read) {
    const place = join(dir, `${bundle.sha256}.tar.gz`);
    copyFileSync(file, `${place}.next`);
    renameSync(`${place}.next`, place);
  }
  const manifest: Manifest = {
    ...{ v: 1, network, type: 'light-node-update', nonce: newNonce(), kind, version },
    issuedAt: formatTime(nowMs),
    files: read.map(({ bundle }) => bundle),
  };
  const place = join(dir, MANIFEST_NAME);
  writeFileSync(`${place}.next`, messageBytes(signPayload(JSON.stringify(manifest), privateKey)));
  renameSync(`${place}.next`, place);
  return manifest;
}

/** What the folder tells nodes to install; undefined where there is nothing yet. Its signature is not checked here. */
export function publishedIn(dir: string): Manifest | undefined {
  try {
    const parsed = parseMessage(readFileSync(join(dir, MANIFEST_NAME)));
    return parsed.ok ? JSON.parse(parsed.message.payload) : undefined;
  } catch {
    return undefined;
  }
}

async function readBundle(file: string): Promise<{ release: ReleaseFile; bundle: BundleFile }> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  const release = await releaseIn(file);
  if (!release)
    throw wrong(
      `${file} is no bundle of a Light Node: it has no release.json; make one with npm run bundle:light-node`,
    );
  return {
    release,
    bundle: { architecture: release.architecture, sha256: hash.digest('hex'), bytes: statSync(file).size },
  };
}

/** `release.json` is the first file of a bundle, so the rest is not unpacked. Undefined where there is none. */
async function releaseIn(file: string): Promise<ReleaseFile | undefined> {
  const unpacked = Readable.toWeb(createReadStream(file).pipe(createGunzip())) as ReadableStream<Uint8Array>;
  try {
    for await (const { header, body } of unpacked.pipeThrough(createTarDecoder())) {
      if (header.name === 'release.json')
        return readRelease(new Uint8Array(await new Response(body).arrayBuffer()));
      await body.cancel();
    }
  } catch {
    // not a bundle at all
  }
  return undefined;
}

function wrong(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'LN_UPDATE_PUBLISH', message });
}
