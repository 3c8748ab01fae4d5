import type { Hex } from '@access-layer/core/bytes';
import type { Signer, SignerAdapter } from './signer.ts';
import type { SignerConfig } from './signer-config.ts';

/** Opens the signer that the configuration names; the service's own keystore where it names none. */
export async function openSigner(
  { name, ...config }: SignerConfig = { name: 'keystore' },
  loadOwnKey: () => Hex,
): Promise<Signer> {
  const adapter: SignerAdapter<object> = (await import(`./signers/${name}.ts`)).default;
  return adapter.create(config, loadOwnKey);
}
