import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAnvil } from '@access-layer/contracts/anvil';
import { deploy } from '@access-layer/contracts/deploy';
import { createRegistry } from '@access-layer/contracts/registry';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { commitmentOf, newSalt } from '@access-layer/core/commitment';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import { createLog } from '@access-layer/kit/log';
import embedded from '@access-layer/kit/streams/embedded';
import { privateKeyToAccount } from 'viem/accounts';

export const NETWORK = 'test-1';
export const POD_PATTERN = /^IT\d{3}E\d{8}$/;
export const quiet = createLog({ name: 'test', level: 'silent' });

/** A folder that a test has for itself. */
export function temporaryFolder(): { dir: string; [Symbol.dispose](): void } {
  const dir = mkdtempSync(join(tmpdir(), 'registrar-'));
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
}

/** A real chain with both contracts, the DSO's key, and a stream on disk. */
export async function surroundings() {
  const folder = temporaryFolder();
  const { dir } = folder;
  const dsoKey = newPrivateKey();
  const account = privateKeyToAccount(toHex(dsoKey));
  const anchorer = addressOf(newPrivateKey());
  const anvil = await startAnvil({ dir: join(dir, 'chain'), chainId: 31_337 });
  const { rpcUrl } = anvil;
  const { networkFile } = await deploy({ rpcUrl, network: NETWORK, account, anchorers: [anchorer] });
  const registry = createRegistry({ rpcUrl, address: networkFile.registry as Hex, account });
  let places = 0;
  let stream = await embedded.create({ dir: join(dir, 'stream-0'), pollMs: 5 });
  return {
    ...{ dsoKey, rpcUrl, networkFile, registry },
    stream: () => stream,
    dsoDir: () => join(dir, `dso-${places}`),
    /** A DSO with an empty registry and an empty stream, on the same chain. */
    async anotherDso(): Promise<void> {
      await stream.close();
      places++;
      stream = await embedded.create({ dir: join(dir, `stream-${places}`), pollMs: 5 });
    },
    async read(topic: string) {
      const records = await stream.read(topic, 0, 0, 10_000);
      // biome-ignore lint/suspicious/noExplicitAny: what a test asserts on is read as it came
      return records.map(({ value }) => JSON.parse(value) as any);
    },
    async close() {
      await stream.close();
      await anvil.stop();
      folder[Symbol.dispose]();
    },
  };
}
export type Around = Awaited<ReturnType<typeof surroundings>>;

let ordinal = 0;

/** A request to bind a new node's new key, as the Ingestion API writes it. */
export function bindRequest(more: object = {}) {
  ordinal++;
  const opening = {
    node: `ln-${ordinal}`,
    podCode: `IT001E${String(ordinal).padStart(8, '0')}`,
    meterId: `m-${ordinal}`,
    salt: newSalt(),
    ...more,
  };
  const request = { request: `binding-${ordinal}`, action: 'bind', kind: 'light-node', role: 'exchange' };
  const key = addressOf(newPrivateKey());
  return { ...request, key, from: 1000, until: 0, ...opening, commitment: commitmentOf(opening), ...more };
}

export const records = (...requests: (object | string)[]) =>
  requests.map((value) => ({ key: 'x', value: typeof value === 'string' ? value : JSON.stringify(value) }));
