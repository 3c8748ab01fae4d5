import { DEFAULT_LIMITS, type Limit } from '../config.ts';
import { AUDIENCE } from '../oauth/scopes.ts';
import type { Route } from '../route-table.ts';

/** What another gateway needs beside the route table to do what this one does. */
export interface OutsideGateway {
  listen: { host: string; port: number; tls?: { certFile: string; keyFile: string } };
  /** Loopback port of its own metrics. */
  adminPort: number;
  /** `host:port` of each upstream of the table; `self` is the embedded gateway, with accounts, OAuth and documents. */
  upstreams: Record<string, string>;
  issuer: {
    issuer: string;
    audience: string;
    /** Where its keys are, by plain HTTP on loopback. */
    jwks: { address: string; path: string };
    /** Claim that names the client: limits are counted by it. */
    clientClaim: string;
  };
  limits: Record<string, Limit>;
  maxBodyBytes: number;
  responseMs: number;
}

/** One machine, the ports of docs/operations.md, and the embedded issuer. Certificate and name are to be changed. */
export const ONE_MACHINE: OutsideGateway = {
  listen: {
    ...{ host: '0.0.0.0', port: 8443 },
    tls: { certFile: '/etc/access-layer/gateway.crt', keyFile: '/etc/access-layer/gateway.key' },
  },
  adminPort: 9901,
  upstreams: {
    self: '127.0.0.1:4100',
    'blockchain-access-layer': '127.0.0.1:4102',
    'shared-customer-database': '127.0.0.1:4103',
    onboarding: '127.0.0.1:4204',
    alarms: '127.0.0.1:4201',
  },
  issuer: {
    issuer: 'https://access-layer.example.org',
    audience: AUDIENCE,
    jwks: { address: '127.0.0.1:4100', path: '/oauth/jwks' },
    clientClaim: 'client_id',
  },
  limits: DEFAULT_LIMITS,
  maxBodyBytes: 1_048_576,
  responseMs: 30_000,
};

/** The longest prefix decides: gateways that take the first match are given it in this order. */
export function byLength(routes: readonly Route[]): Route[] {
  return routes.toSorted((a, b) => b.prefix.length - a.prefix.length || (a.prefix < b.prefix ? -1 : 1));
}

/** By these, programs learn who calls or what was meant; only the gateway may say that. */
export const IDENTITY_HEADERS = [
  'cookie',
  'forwarded',
  'true-client-ip',
  'via',
  'x-access-layer-client',
  'x-forwarded-prefix',
  'x-http-method-override',
  'x-original-url',
  'x-real-ip',
  'x-rewrite-url',
];

export const HEAD = (command: string) =>
  `# Made by \`${command}\` from gateway/routes.yaml; what is changed here is lost at the next time.\n`;
