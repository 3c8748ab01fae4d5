import { AccessLayerError } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { isLoopback as isBareLoopback } from '@access-layer/kit/loopback';
import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false };
const Port = Type.Integer({ minimum: 0, maximum: 65535 });
const Positive = Type.Integer({ minimum: 1 });

export const LimitSchema = Type.Object(
  {
    perS: Type.Number({
      ...{ minimum: 0.001, maximum: 1_000_000, example: 20 },
      description: 'requests a second, on average',
    }),
    burst: Type.Integer({
      ...{ minimum: 1, maximum: 1_000_000, example: 100 },
      description: 'requests at once after a pause',
    }),
  },
  closed,
);
export type Limit = Static<typeof LimitSchema>;

const EmbeddedSchema = Type.Object(
  {
    name: Type.Literal('embedded'),
    algorithm: Type.Optional(Type.Union([Type.Literal('ES256'), Type.Literal('RS256')])),
    keyRotationDays: Type.Optional(Positive),
    accessTokenS: Type.Optional(Type.Integer({ minimum: 30, maximum: 3600 })),
    refreshTokenDays: Type.Optional(Positive),
    sessionHours: Type.Optional(Positive),
  },
  { ...closed, description: 'the OAuth 2.0 server in this process' },
);

const OutsideSchema = Type.Object(
  {
    name: Type.Literal('outside'),
    issuer: Type.String({ pattern: '^https?://' }),
    audience: Type.String({ minLength: 1 }),
    jwksUri: Type.Optional(Type.String({ pattern: '^https?://' })),
    roleClaim: Type.Optional(Type.String()),
    partyClaim: Type.Optional(Type.String()),
    customerClaim: Type.Optional(Type.String()),
    tokenType: Type.Optional(Type.String({ description: 'typ in the header of its access tokens' })),
  },
  { ...closed, description: 'tokens of another OAuth 2.0 server; nothing under /oauth then' },
);

const UpstreamSchema = Type.Object(
  {
    url: Type.String({ pattern: '^https?://[^/?#]+/?$', description: 'scheme, host and port' }),
    maxConcurrent: Type.Optional(Positive),
    maxStreams: Type.Optional(Positive),
  },
  closed,
);

export const ConfigSchema = Type.Object(
  {
    publicUrl: Type.Optional(
      Type.String({ pattern: '^https?://[^/?#]+$', description: 'what callers type; also the issuer' }),
    ),
    dataDir: Type.String(),
    http: Type.Object(
      {
        host: Type.String(),
        port: Port,
        tls: Type.Optional(Type.Object({ certFile: Type.String(), keyFile: Type.String() }, closed)),
        trustedProxies: Type.Optional(
          Type.Array(Type.String(), { description: 'addresses whose X-Forwarded-For counts' }),
        ),
      },
      closed,
    ),
    management: Type.Optional(
      Type.Object(
        { host: Type.String(), port: Port },
        { ...closed, description: '/health, /metrics, /jwks' },
      ),
    ),
    routesFile: Type.Optional(Type.String()),
    upstreams: Type.Record(Type.String(), UpstreamSchema),
    issuer: Type.Optional(Type.Union([EmbeddedSchema, OutsideSchema])),
    limits: Type.Optional(
      Type.Object(
        {
          classes: Type.Optional(Type.Record(Type.String(), LimitSchema)),
          maxBodyBytes: Type.Optional(Positive),
        },
        closed,
      ),
    ),
    timeouts: Type.Optional(
      Type.Object(
        {
          connectMs: Type.Optional(Positive),
          responseMs: Type.Optional(Positive),
          idleMs: Type.Optional(Positive),
        },
        closed,
      ),
    ),
    overload: Type.Optional(
      Type.Object(
        {
          maxEventLoopDelayMs: Type.Optional(Positive),
          failuresToOpen: Type.Optional(Positive),
          openMs: Type.Optional(Positive),
        },
        closed,
      ),
    ),
    cache: Type.Optional(
      Type.Object({ maxBytes: Type.Integer({ minimum: 0 }), maxEntryBytes: Positive }, closed),
    ),
    statistics: Type.Optional(
      Type.Object({ flushMs: Type.Optional(Positive), keepDays: Type.Optional(Positive) }, closed),
    ),
    staticDir: Type.Optional(Type.String({ description: 'files of the dashboard, under /' })),
    dashboard: Type.Optional(
      Type.Object(
        {
          clientId: Type.Optional(Type.String({ description: 'client that people sign in through' })),
          scope: Type.Optional(Type.String({ description: 'what it asks for, separated by blanks' })),
        },
        closed,
      ),
    ),
    logLevel: Type.Optional(Type.String()),
  },
  closed,
);

export type GatewayConfig = Static<typeof ConfigSchema>;

/** Requests a second and burst where the configuration says nothing; a caller is a client and the person using it. */
export const DEFAULT_LIMITS: Record<string, Limit> = {
  data: { perS: 50, burst: 200 },
  events: { perS: 50, burst: 200 },
  admin: { perS: 10, burst: 50 },
  public: { perS: 20, burst: 100 },
  oauth: { perS: 20, burst: 200 },
  login: { perS: 0.5, burst: 20 },
  /** Requests with a token that is refused, per address. */
  refused: { perS: 2, burst: 60 },
};

/**
 * Reads and checks the gateway's configuration.
 * @throws AccessLayerError CONFIG_INVALID with every error
 */
export function loadGatewayConfig(file: string, env: NodeJS.ProcessEnv = {}): GatewayConfig {
  const config = loadConfig(ConfigSchema, { file, env, prefix: 'ACCESS_LAYER_GATEWAY' });
  const errors = contradictions(config);
  if (errors.length === 0) return config;
  const message = `configuration ${file} is not valid:\n${errors.map((error) => `  ${error}`).join('\n')}`;
  throw new AccessLayerError({ code: 'CONFIG_INVALID', message, context: { file, errors } });
}

/** What a schema cannot say: tokens never travel unencrypted over a network, and metrics are nobody else's business. */
export function contradictions({ http, management, publicUrl, issuer }: GatewayConfig): string[] {
  const errors: string[] = [];
  const loopback = isLoopback(http.host);
  if (!http.tls && !loopback) {
    errors.push(
      `http.host: ${http.host} is not a loopback address, and plain HTTP would show tokens to the network; ` +
        'give http.tls.certFile and keyFile, or listen on 127.0.0.1',
    );
  }
  if (!loopback && !publicUrl && !management) {
    errors.push('management: missing; /health and /metrics are not shown on a public port');
  }
  if (publicUrl && !isLoopback(new URL(publicUrl).hostname) && !management) {
    errors.push(
      'management: missing; whatever answers at publicUrl would show /health and /metrics to everyone',
    );
  }
  if (management && !isLoopback(management.host)) {
    errors.push(`management.host: ${management.host} is not a loopback address`);
  }
  if (!loopback && !publicUrl && issuer?.name !== 'outside') {
    errors.push('publicUrl: missing; it is the name of the issuer in every token');
  }
  if (publicUrl?.startsWith('http:') && !isLoopback(new URL(publicUrl).hostname)) {
    errors.push(`publicUrl: ${publicUrl} is plain HTTP and not loopback; use https`);
  }
  return errors;
}

export function isLoopback(host: string): boolean {
  return isBareLoopback(host.replace(/^\[|\]$/g, ''));
}
