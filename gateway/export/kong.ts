import { stringify } from 'yaml';
import type { Limit } from '../config.ts';
import { forwardedPrefix, type Route, type RouteTable } from '../route-table.ts';
import { byLength, HEAD, IDENTITY_HEADERS, type OutsideGateway } from './outside-gateway.ts';

/** A client of the issuer, and the scopes that it may have: Kong knows groups of consumers, and no scopes. */
export interface KongClient {
  id: string;
  scopes: string[];
}

export interface KongOptions extends OutsideGateway {
  clients: KongClient[];
  /** PEM of the issuer's key: Kong fetches none. */
  publicKey: string;
  /** Upstreams are other machines: TLS, with certificates that Kong checks. */
  isUpstreamTls?: boolean;
}

const KINDS = { read: ['GET', 'HEAD', 'OPTIONS'], write: ['POST', 'PUT', 'PATCH', 'DELETE'] } as const;
type RouteKind = keyof typeof KINDS;

/** Declarative configuration of Kong 3.9 without a database. */
export function kongYaml(table: RouteTable, options: KongOptions): string {
  return HEAD('npm run gateways') + stringify(kongConfig(table, options), { aliasDuplicateObjects: false });
}

export function kongConfig({ routes }: RouteTable, options: KongOptions): object {
  const upstreams = Object.entries(options.upstreams);
  return {
    _format_version: '3.0',
    services: byLength(routes).map((route) => serviceOf(route, Object.fromEntries(upstreams), options)),
    plugins: [
      plugin('correlation-id', { header_name: 'X-Correlation-ID', generator: 'uuid', echo_downstream: true }),
      plugin('prometheus', {
        status_code_metrics: true,
        latency_metrics: true,
        bandwidth_metrics: true,
        upstream_health_metrics: true,
      }),
      plugin('file-log', { path: '/dev/stdout' }),
    ],
    consumers: options.clients.map((client) => consumerOf(client, options.publicKey)),
  };
}

function plugin(name: string, config: object) {
  return { name, config };
}

/** One for each line of the table, as timeouts belong to services. */
function serviceOf(route: Route, upstreams: Record<string, string>, options: KongOptions): object {
  const [host, port] = upstreams[route.upstream]!.split(':');
  const name = nameOf(route.prefix);
  const responseMs = route.timeoutMs ?? options.responseMs;
  return {
    name,
    ...{ host, port: Number(port), protocol: options.isUpstreamTls ? 'https' : 'http' },
    ...(options.isUpstreamTls ? { tls_verify: true } : {}),
    ...{ connect_timeout: 2000, retries: 0 },
    read_timeout: route.stream ? 3_600_000 : responseMs,
    write_timeout: responseMs,
    routes: kindsOf(route).map(({ kind, scopes }) => ({
      name: kind ? `${name}-${kind}` : name,
      ...(kind ? { methods: [...KINDS[kind]] } : {}),
      // `~` begins a regular expression: whole segments, and what follows for the rewriting.
      paths: [`~${quote(route.prefix)}(?<rest>/.*)?$`],
      regex_priority: route.prefix.length,
      strip_path: false,
      // A certificate is checked against the host that Kong asks for.
      preserve_host: !options.isUpstreamTls,
      request_buffering: !route.stream,
      response_buffering: !route.stream,
      plugins: pluginsOf(route, scopes, options),
    })),
  };
}

function kindsOf({ public: isPublic, scopes = {} }: Route): { kind?: RouteKind; scopes?: string[] }[] {
  if (isPublic) return [{}];
  const kinds = Object.keys(KINDS) as RouteKind[];
  return kinds.map((kind) => ({ kind, scopes: scopes[kind] ?? [] }));
}

function pluginsOf(route: Route, scopes: string[] | undefined, options: KongOptions): object[] {
  // Closed, and not left to a shorter prefix.
  if (scopes?.length === 0) return [plugin('request-termination', { status_code: 405, message: 'closed' })];
  const { clientClaim } = options.issuer;
  const limit = options.limits[route.limit]!;
  const token = { key_claim_name: clientClaim, claims_to_verify: ['exp'], header_names: ['authorization'] };
  const asked = { ...token, uri_param_names: [], cookie_names: [], run_on_preflight: true };
  return [
    ...(scopes ? [plugin('jwt', asked)] : []),
    ...(scopes && !scopes.includes('any')
      ? [plugin('acl', { allow: scopes, hide_groups_header: true })]
      : []),
    plugin('rate-limiting', rateOf(limit, scopes ? 'consumer' : 'ip')),
    plugin('request-size-limiting', {
      allowed_payload_size: Math.max(1, route.maxBodyBytes ?? options.maxBodyBytes),
      size_unit: 'bytes',
      require_content_length: false,
    }),
    plugin('request-transformer', transformOf(route)),
  ];
}

/** As much at once as a burst, and in a minute what a minute brings. */
function rateOf({ perS, burst }: Limit, limitBy: 'consumer' | 'ip') {
  const minute = Math.max(burst, Math.round(perS * 60));
  return { second: burst, minute, limit_by: limitBy, policy: 'local', fault_tolerant: true };
}

function transformOf(route: Route) {
  const prefix = forwardedPrefix(route);
  const base = route.rewrite?.replace(/\/$/, '');
  const rest = `$(uri_captures["rest"] or "${base === '' ? '/' : ''}")`;
  return {
    remove: { headers: IDENTITY_HEADERS.filter((name) => name !== 'via') },
    ...(prefix ? { add: { headers: [`x-forwarded-prefix:${prefix}`] } } : {}),
    ...(base === undefined ? {} : { replace: { uri: `${base}${rest}` } }),
  };
}

function consumerOf({ id, scopes }: KongClient, publicKey: string): object {
  return {
    username: id,
    jwt_secrets: [{ key: id, algorithm: 'ES256', rsa_public_key: publicKey }],
    acls: scopes.map((group) => ({ group })),
  };
}

function nameOf(prefix: string): string {
  return (
    prefix
      .slice(1)
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replace(/^-/, '') || 'root'
  );
}

function quote(prefix: string): string {
  return prefix.replaceAll('.', '\\.');
}
