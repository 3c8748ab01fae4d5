import { Address } from '@access-layer/core/payloads/common';
import Type from 'typebox';

const closed = { additionalProperties: false } as const;
const File = Type.String({ minLength: 1 });

/** The key is in the service's own keystore. */
export const KeystoreSignerConfig = Type.Object({ name: Type.Literal('keystore') }, closed);

/** The key is in a program that others built, and that signs over HTTP JSON-RPC: Web3Signer, EthSigner, clef. */
export const RemoteSignerConfig = Type.Object(
  {
    name: Type.Literal('remote'),
    url: Type.String({ pattern: '^https?://', description: 'https; http only on loopback' }),
    address: Address,
    dialect: Type.Optional(
      Type.Union([Type.Literal('ethereum'), Type.Literal('clef')], {
        description: 'ethereum: eth_signTransaction (default); clef: account_signTransaction',
      }),
    ),
    caFile: Type.Optional(Type.String({ minLength: 1, description: "PEM of the signer's authority" })),
    certFile: Type.Optional(Type.String({ minLength: 1, description: 'PEM that we show to the signer' })),
    keyFile: Type.Optional(File),
    tokenFile: Type.Optional(Type.String({ minLength: 1, description: 'sent as Bearer' })),
    timeoutMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 60_000, description: 'default 10000' })),
  },
  closed,
);
export type RemoteSignerConfig = Type.Static<typeof RemoteSignerConfig>;

export const SignerConfig = Type.Union([KeystoreSignerConfig, RemoteSignerConfig]);
export type SignerConfig = Type.Static<typeof SignerConfig>;

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/** What the schema cannot say, one sentence each; a service tells it with the other errors of its configuration. */
export function signerConfigErrors(config: SignerConfig | undefined): string[] {
  if (config?.name !== 'remote') return [];
  const { url, certFile, keyFile, tokenFile } = config;
  if (!URL.canParse(url)) return [`signer.url: "${url}" is no URL`];
  const { protocol, hostname, username } = new URL(url);
  const errors: string[] = [];
  if (username) errors.push('signer.url: a user in it would be logged; give a token by tokenFile');
  if (protocol === 'http:' && !LOOPBACK.test(hostname)) {
    errors.push(`signer.url: "${url}" is plain HTTP to another machine; expected https`);
  }
  if (Boolean(certFile) !== Boolean(keyFile)) errors.push('signer: certFile and keyFile go together');
  if (protocol === 'https:' && !certFile && !tokenFile) {
    errors.push('signer: nothing says who asks it to sign; expected certFile and keyFile, or tokenFile');
  }
  return errors;
}
