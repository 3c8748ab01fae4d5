import type { Limit } from '../config.ts';
import type { Route } from '../route-table.ts';
import type { OutsideGateway } from './outside-gateway.ts';

const TYPE = 'type.googleapis.com/envoy.extensions.filters.http';
const TOKEN = 'envoy.filters.http.jwt_authn';
const READS = ['GET', 'HEAD', 'OPTIONS'];

/** One route of the table. */
export function envoyRoute(route: Route, { issuer, responseMs }: OutsideGateway, added: object[]): object {
  const { prefix, upstream, stream, timeoutMs, maxBodyBytes } = route;
  return {
    name: prefix,
    match: prefix === '/' ? { prefix } : { path_separated_prefix: prefix },
    route: {
      cluster: upstream === 'self' ? 'gateway' : upstream,
      ...rewriteOf(route),
      timeout: stream ? '0s' : `${(timeoutMs ?? responseMs) / 1000}s`,
      ...(stream ? { idle_timeout: '0s' } : {}),
      rate_limits: [{ actions: [classOf(route), callerOf(route, issuer.clientClaim)] }],
    },
    ...(added.length > 0 ? { request_headers_to_add: added } : {}),
    typed_per_filter_config: {
      [TOKEN]: {
        '@type': `${TYPE}.jwt_authn.v3.PerRouteConfig`,
        ...(route.public ? { disabled: true } : { requirement_name: 'token' }),
      },
      'envoy.filters.http.rbac': { '@type': `${TYPE}.rbac.v3.RBACPerRoute`, ...rulesOf(route) },
      ...(maxBodyBytes === undefined ? {} : { 'envoy.filters.http.buffer': bufferOf(maxBodyBytes) }),
    },
  };
}

/** A prefix is replaced with what comes before the rest, so that `/bal` and `/bal/x` become `/` and `/x`. */
function rewriteOf({ prefix, rewrite }: Route): object {
  if (rewrite === undefined) return {};
  const quoted = prefix.replaceAll(/[.\\+*?()[\]{}|^$]/g, '\\$&');
  const base = rewrite.replace(/\/$/, '');
  return { regex_rewrite: { pattern: { regex: `^${quoted}/?` }, substitution: `${base}/` } };
}

function bufferOf(maxBodyBytes: number): object {
  const type = `${TYPE}.buffer.v3.BufferPerRoute`;
  return { '@type': type, buffer: { max_request_bytes: Math.max(1, maxBodyBytes) } };
}

function classOf({ limit }: Route): object {
  return { generic_key: { descriptor_key: 'class', descriptor_value: limit } };
}

/** By client where there is a token, else by address. */
function callerOf(route: Route, clientClaim: string): object {
  if (route.public) return { remote_address: {} };
  const path = [{ key: 'claims' }, { key: clientClaim }];
  const metadata_key = { key: TOKEN, path };
  // A token without the claim is counted with all others of its kind, and not left out.
  return {
    metadata: { descriptor_key: 'client', metadata_key, source: 'DYNAMIC', default_value: 'unnamed' },
  };
}

/** Without rules nothing is asked; a kind that is not named is closed. */
function rulesOf(route: Route): object {
  if (route.public) return {};
  const methods = READS.map((method) => ({ header: { name: ':method', string_match: { exact: method } } }));
  const isRead = { or_rules: { rules: methods } };
  const { read, write } = route.scopes!;
  const policies = {
    ...(read ? { read: { permissions: [isRead], principals: principals(read) } } : {}),
    ...(write ? { write: { permissions: [{ not_rule: isRead }], principals: principals(write) } } : {}),
  };
  return { rbac: { rules: { action: 'ALLOW', policies } } };
}

function principals(scopes: string[]): object[] {
  if (scopes.includes('any')) return [{ any: true }];
  return scopes.map((scope) => ({
    sourced_metadata: {
      metadata_matcher: {
        filter: TOKEN,
        path: [{ key: 'claims' }, { key: 'scope' }],
        value: { string_match: { safe_regex: { regex: `(.* )?${scope}( .*)?` } } },
      },
      metadata_source: 'DYNAMIC',
    },
  }));
}

/** A bucket for each class and caller; an entry without a value is each one that comes. */
export function rateLimits(limits: Record<string, Limit>): object[] {
  return Object.entries(limits).flatMap(([name, limit]) =>
    ['client', 'remote_address'].map((caller) => ({
      entries: [{ key: 'class', value: name }, { key: caller }],
      token_bucket: bucketOf(limit),
    })),
  );
}

function bucketOf({ perS, burst }: Limit): object {
  if (perS >= 1) return { max_tokens: burst, tokens_per_fill: Math.round(perS), fill_interval: '1s' };
  return { max_tokens: burst, tokens_per_fill: 1, fill_interval: `${Math.round(1 / perS)}s` };
}

export function clusters({ upstreams, issuer }: OutsideGateway): object[] {
  const { self, ...services } = upstreams;
  const all = { gateway: self!, ...services, issuer: issuer.jwks.address };
  return Object.entries(all).map(([name, at]) => {
    const [host, port] = at.split(':');
    const address = { socket_address: { address: host, port_value: Number(port) } };
    return {
      name,
      type: 'STATIC',
      connect_timeout: '2s',
      circuit_breakers: {
        thresholds: [{ max_connections: 1000, max_pending_requests: 1000, max_requests: 1000 }],
      },
      load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }] },
    };
  });
}
