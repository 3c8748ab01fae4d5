import { availableParallelism } from 'node:os';
import { GenesisHash, RpcUrl } from '@access-layer/contracts/rpc-url';
import { SignerConfig, signerConfigErrors } from '@access-layer/contracts/signer-config';
import { AccessLayerError } from '@access-layer/core/errors';
import { Address, closed } from '@access-layer/core/payloads/common';
import { isLoopback } from '@access-layer/kit/loopback';
import { StreamConfig } from '@access-layer/kit/stream-config';
import Type from 'typebox';
import { CLIENT_LIMITS, ClientLimitsConfig } from './limits/client-limits.ts';

const Claim = Type.Optional(Type.String({ minLength: 1 }));
/** Whose access tokens count. */
const Auth = Type.Object(
  {
    issuer: Type.String({ minLength: 1 }),
    audience: Type.String({ minLength: 1 }),
    jwksUri: Type.String({ pattern: '^https?://' }),
    roleClaim: Claim,
    partyClaim: Claim,
    customerClaim: Claim,
    tokenType: Claim,
  },
  closed,
);
const Port = Type.Integer({ minimum: 0, maximum: 65_535, description: '0: any free port' });
const optional = (schema: Type.TInteger) => Type.Optional(schema);

/** Configuration of one Blockchain Access Layer. Times carry their unit in the name; paths are made absolute. */
export const BalConfig = Type.Object(
  {
    network: Type.String({ minLength: 1, maxLength: 64, description: 'name of the deployment' }),
    dataDir: Type.String({ minLength: 1, description: 'the log, the batches and the Light Node data' }),
    mqtt: Type.Object(
      {
        host: Type.String({ minLength: 1 }),
        port: Port,
        caFile: Type.String({ description: 'PEM of the authority that clients are certified by' }),
        certFile: Type.String({ description: "PEM of the broker's certificate" }),
        keyFile: Type.String({ description: "PEM of the broker's key" }),
        maxConnections: optional(Type.Integer({ minimum: 1, description: 'default 10000' })),
        limits: Type.Optional(ClientLimitsConfig),
      },
      closed,
    ),
    http: Type.Object({ host: Type.String({ minLength: 1 }), port: Port }, closed),
    chain: Type.Object(
      {
        rpcUrl: RpcUrl,
        chainId: Type.Integer({ minimum: 1 }),
        genesisHash: Type.Optional(GenesisHash),
        contractsFile: Type.Optional(
          Type.String({ description: 'record of `access-layer contracts deploy`: what else to show' }),
        ),
        registry: Address,
        anchorContract: Address,
        confirmations: Type.Integer({
          minimum: 1,
          description: 'blocks from the one with the transaction on, that one included, until it is final',
        }),
        maxInFlight: optional(Type.Integer({ minimum: 1, maximum: 64, description: 'default 8' })),
        pollMs: optional(Type.Integer({ minimum: 10, description: 'default 1000' })),
        resendAfterMs: optional(Type.Integer({ minimum: 10, description: 'default 15000' })),
        alarmAfterS: optional(
          Type.Integer({
            minimum: 1,
            description: 'age of an un-anchored batch that is unhealthy; default 900',
          }),
        ),
      },
      closed,
    ),
    stream: StreamConfig,
    auth: Type.Optional(Auth),
    accessUrl: Type.Optional(
      Type.String({
        pattern: '^https?://',
        description: 'the Shared Customer Database, which is asked whether a caller may see a packet',
      }),
    ),
    openOnLoopback: Type.Optional(
      Type.Literal(true, { description: 'instead of auth: whoever is on this machine reads everything' }),
    ),
    nodeBook: Type.Optional(Type.Object({ name: Type.Literal('sqlite') }, closed)),
    keystoreFile: Type.String({
      description: 'Web3 Secret Storage with the key that signs verdicts, and anchors where no signer does',
    }),
    passphraseFile: Type.String(),
    signer: Type.Optional(SignerConfig),
    windowMs: optional(Type.Integer({ minimum: 10, description: 'one batch a window; default 5000' })),
    verdictIntervalS: optional(Type.Integer({ minimum: 0, description: 'default 3600' })),
    statementHoldS: optional(
      Type.Integer({
        minimum: 1,
        description: 'how long a statement waits for its key or its predecessor; default 3600',
      }),
    ),
    lateAfterS: optional(
      Type.Integer({ minimum: 1, description: 'a packet signed longer ago is told as late; default 300' }),
    ),
    silentAfterS: optional(
      Type.Integer({
        minimum: 1,
        description: 'a node of which nothing comes is told as silent; default 900',
      }),
    ),
    streamRetentionDays: optional(Type.Integer({ minimum: 1, description: 'default 30' })),
    podPattern: Type.Optional(Type.String({ description: 'default ^IT\\d{3}E\\d{8}$' })),
    maxClockStepMs: optional(
      Type.Integer({ minimum: 1, description: 'a larger leap of the clock stops intake; default 60000' }),
    ),
    verifyThreads: optional(
      Type.Integer({ minimum: 1, maximum: 64, description: 'default: one a core, up to 4' }),
    ),
    logLevel: Type.Optional(Type.String({ pattern: '^(debug|info|warn|error|fatal)$' })),
  },
  closed,
);
export type BalConfig = Type.Static<typeof BalConfig>;

/** Each takes 45 MB; with one a core the system shares the cores out better than with one fewer (measured on two). */
const MOST_THREADS = 4;

/** The configuration with every default in place. */
export function withDefaults(config: BalConfig) {
  return {
    nodeBook: { name: 'sqlite' as const },
    windowMs: 5000,
    verdictIntervalS: 3600,
    statementHoldS: 3600,
    lateAfterS: 300,
    silentAfterS: 900,
    streamRetentionDays: 30,
    podPattern: '^IT\\d{3}E\\d{8}$',
    maxClockStepMs: 60_000,
    verifyThreads: Math.min(MOST_THREADS, availableParallelism()),
    logLevel: 'info',
    ...config,
    mqtt: {
      maxConnections: 10_000,
      ...config.mqtt,
      limits: { ...CLIENT_LIMITS, ...config.mqtt.limits },
    },
    chain: { maxInFlight: 8, pollMs: 1000, resendAfterMs: 15_000, alarmAfterS: 900, ...config.chain },
  };
}
export type BalSettings = ReturnType<typeof withDefaults>;

/**
 * What the schema cannot say.
 * @throws AccessLayerError CONFIG_INVALID
 */
export function requireSafe(settings: BalSettings): void {
  const { http, podPattern, auth, accessUrl, openOnLoopback, signer } = settings;
  const [signerError] = signerConfigErrors(signer);
  if (signerError) throw invalid(signerError);
  if (Boolean(auth) === Boolean(openOnLoopback)) {
    throw invalid(
      `auth: ${auth ? 'contradicts openOnLoopback' : 'missing'}; expected {issuer, audience, jwksUri}, or openOnLoopback: ` +
        'true where everyone on this machine may read everything',
    );
  }
  if (auth && !accessUrl)
    throw invalid('accessUrl: missing; auth needs the address of the Shared Customer Database');
  if (!isLoopback(http.host)) {
    throw invalid(
      `http.host: "${http.host}" is not a loopback address; the REST API is plain HTTP and serves this machine ` +
        'only. Set 127.0.0.1, and put the gateway in front for others.',
    );
  }
  try {
    new RegExp(podPattern);
  } catch {
    throw invalid(`podPattern: "${podPattern}" is not a regular expression`);
  }
}

function invalid(error: string): AccessLayerError {
  return new AccessLayerError({ code: 'CONFIG_INVALID', message: error, context: { errors: [error] } });
}
