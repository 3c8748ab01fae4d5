import { GenesisHash, RpcUrl } from '@access-layer/contracts/rpc-url';
import { SignerConfig, signerConfigErrors } from '@access-layer/contracts/signer-config';
import { AccessLayerError } from '@access-layer/core/errors';
import { Address, closed } from '@access-layer/core/payloads/common';
import { isLoopback } from '@access-layer/kit/loopback';
import { StreamConfig } from '@access-layer/kit/stream-config';
import Type from 'typebox';

/** Configuration of the registrar: one YAML, ACCESS_LAYER_REGISTRAR_… over it. */
export const RegistrarConfig = Type.Object(
  {
    network: Type.String({ minLength: 1, maxLength: 64, description: 'name of the deployment' }),
    dataDir: Type.String({
      minLength: 1,
      description: "folder of the DSO's registry, with the salts of all bindings",
    }),
    http: Type.Object(
      {
        host: Type.Optional(
          Type.String({ minLength: 1, description: 'loopback only; 127.0.0.1 where absent' }),
        ),
        port: Type.Integer({ minimum: 0, maximum: 65_535, description: '0: any free port' }),
      },
      closed,
    ),
    chain: Type.Object(
      {
        rpcUrl: RpcUrl,
        chainId: Type.Optional(Type.Integer({ minimum: 1 })),
        genesisHash: Type.Optional(GenesisHash),
        registry: Address,
        controlUrl: Type.Optional(
          Type.String({
            pattern: '^https?://',
            description: 'of the embedded chain, which puts its state on disk after every change',
          }),
        ),
      },
      closed,
    ),
    stream: StreamConfig,
    keystoreFile: Type.Optional(
      Type.String({
        description:
          "Web3 Secret Storage with the DSO's key, which has DSO_ROLE; absent where a signer has it",
      }),
    ),
    passphraseFile: Type.Optional(Type.String()),
    signer: Type.Optional(SignerConfig),
    podPattern: Type.Optional(Type.String({ description: 'default ^IT\\d{3}E\\d{8}$' })),
    logLevel: Type.Optional(Type.String({ pattern: '^(debug|info|warn|error|fatal)$' })),
  },
  closed,
);
export type RegistrarConfig = Type.Static<typeof RegistrarConfig>;

const POD_PATTERN = '^IT\\d{3}E\\d{8}$';

/** The configuration with its defaults.
 * @throws AccessLayerError CONFIG_INVALID for what the schema cannot say
 */
export function checkedConfig(config: RegistrarConfig) {
  const { podPattern = POD_PATTERN, http, signer, keystoreFile, passphraseFile } = config;
  const host = http.host ?? '127.0.0.1';
  const errors = signerConfigErrors(signer);
  const isRemote = signer?.name === 'remote';
  if (isRemote ? keystoreFile || passphraseFile : !keystoreFile || !passphraseFile) {
    errors.push('keystoreFile, passphraseFile: expected both, or a remote signer and neither');
  }
  if (!isLoopback(host)) {
    errors.push(`http.host: "${host}" is not a loopback address; this is plain HTTP. Expected 127.0.0.1`);
  }
  try {
    new RegExp(podPattern);
  } catch {
    errors.push(`podPattern: ${JSON.stringify(podPattern)} is no regular expression`);
  }
  if (errors.length > 0) {
    throw new AccessLayerError({ code: 'CONFIG_INVALID', message: errors.join('\n'), context: { errors } });
  }
  return { logLevel: 'info', ...config, podPattern, http: { ...http, host } };
}
export type RegistrarSettings = ReturnType<typeof checkedConfig>;
