import { stringify } from 'yaml';
import { forwardedPrefix, type RouteTable } from '../route-table.ts';
import { clusters, envoyRoute, rateLimits } from './envoy-parts.ts';
import { byLength, HEAD, IDENTITY_HEADERS, type OutsideGateway } from './outside-gateway.ts';

const TYPE = 'type.googleapis.com/envoy.extensions';
const ALWAYS = { default_value: { numerator: 100, denominator: 'HUNDRED' } };

/** Configuration of Envoy that asks of callers what the route table says. */
export function envoyYaml(table: RouteTable, outside: OutsideGateway): string {
  return HEAD('npm run gateways') + stringify(envoyConfig(table, outside), { aliasDuplicateObjects: false });
}

export function envoyConfig({ routes }: RouteTable, outside: OutsideGateway): object {
  const { listen, adminPort } = outside;
  const chain = { filters: [connectionManager(byLength(routes), outside)], ...transport(listen.tls) };
  const admin = { address: address('127.0.0.1', adminPort) };
  const listener = { name: 'front', address: address(listen.host, listen.port), filter_chains: [chain] };
  return { admin, static_resources: { listeners: [listener], clusters: clusters(outside) } };
}

function address(host: string, port: number) {
  return { socket_address: { address: host, port_value: port } };
}

function transport(tls: OutsideGateway['listen']['tls']) {
  if (!tls) return {};
  const files = { certificate_chain: { filename: tls.certFile }, private_key: { filename: tls.keyFile } };
  const common = {
    tls_params: { tls_minimum_protocol_version: 'TLSv1_2' },
    tls_certificates: [files],
    alpn_protocols: ['h2', 'http/1.1'],
  };
  const type = `${TYPE}.transport_sockets.tls.v3.DownstreamTlsContext`;
  const config = { '@type': type, common_tls_context: common };
  return { transport_socket: { name: 'envoy.transport_sockets.tls', typed_config: config } };
}

function connectionManager(routes: RouteTable['routes'], outside: OutsideGateway) {
  const type = `${TYPE}.filters.network.http_connection_manager.v3.HttpConnectionManager`;
  return {
    name: 'envoy.filters.network.http_connection_manager',
    typed_config: {
      '@type': type,
      stat_prefix: 'front',
      use_remote_address: true,
      // No path means two things: what is not plain is refused.
      normalize_path: true,
      merge_slashes: true,
      path_with_escaped_slashes_action: 'REJECT_REQUEST',
      generate_request_id: true,
      request_timeout: '130s',
      stream_idle_timeout: '120s',
      common_http_protocol_options: { headers_with_underscores_action: 'REJECT_REQUEST' },
      access_log: [accessLog(outside.issuer.clientClaim)],
      http_filters: httpFilters(outside),
      route_config: {
        name: 'routes',
        // What a route says of a header counts more than what is said for all.
        most_specific_header_mutations_wins: true,
        request_headers_to_remove: IDENTITY_HEADERS,
        request_headers_to_add: [
          header('x-correlation-id', '%REQ(X-REQUEST-ID)%'),
          header('x-forwarded-for', '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%'),
          header('x-forwarded-host', '%REQ(:AUTHORITY)%'),
        ],
        response_headers_to_remove: ['x-powered-by', 'x-envoy-upstream-service-time'],
        response_headers_to_add: [header('x-correlation-id', '%REQ(X-REQUEST-ID)%')],
        virtual_hosts: [
          {
            name: 'all',
            domains: ['*'],
            routes: routes.map((route) => {
              const prefix = forwardedPrefix(route);
              const added = prefix ? [header('x-forwarded-prefix', prefix)] : [];
              return envoyRoute(route, outside, added);
            }),
          },
        ],
      },
    },
  };
}

export function header(key: string, value: string) {
  return { header: { key, value }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' };
}

/** By route, never by path: a path names PoDs. */
function accessLog(clientClaim: string) {
  const json_format = {
    time: '%START_TIME%',
    correlationId: '%REQ(X-REQUEST-ID)%',
    clientId: `%DYNAMIC_METADATA(envoy.filters.http.jwt_authn:claims:${clientClaim})%`,
    method: '%REQ(:METHOD)%',
    route: '%ROUTE_NAME%',
    status: '%RESPONSE_CODE%',
    why: '%RESPONSE_CODE_DETAILS%',
    durationMs: '%DURATION%',
    bytesOut: '%BYTES_SENT%',
  };
  const typed_config = {
    '@type': `${TYPE}.access_loggers.stream.v3.StdoutAccessLog`,
    log_format: { json_format },
  };
  return { name: 'envoy.access_loggers.stdout', typed_config };
}

function httpFilters({ issuer, limits, maxBodyBytes }: OutsideGateway) {
  const { address: at, path } = issuer.jwks;
  const provider = {
    issuer: issuer.issuer,
    audiences: [issuer.audience],
    forward: true,
    payload_in_metadata: 'claims',
    remote_jwks: {
      http_uri: { uri: `http://${at}${path}`, cluster: 'issuer', timeout: '5s' },
      cache_duration: '60s',
    },
  };
  return [
    filter('jwt_authn', 'jwt_authn.v3.JwtAuthentication', {
      providers: { issuer: provider },
      requirement_map: { token: { provider_name: 'issuer' } },
    }),
    filter('rbac', 'rbac.v3.RBAC', {}),
    filter('local_ratelimit', 'local_ratelimit.v3.LocalRateLimit', {
      stat_prefix: 'limits',
      filter_enabled: ALWAYS,
      filter_enforced: ALWAYS,
      // The limits are those of the callers; this one is of the machine.
      token_bucket: { max_tokens: 10_000, tokens_per_fill: 10_000, fill_interval: '1s' },
      descriptors: rateLimits(limits),
      enable_x_ratelimit_headers: 'DRAFT_VERSION_03',
    }),
    filter('buffer', 'buffer.v3.Buffer', { max_request_bytes: maxBodyBytes }),
    filter('router', 'router.v3.Router', {}),
  ];
}

function filter(name: string, type: string, config: object) {
  const typed_config = { '@type': `${TYPE}.filters.http.${type}`, ...config };
  return { name: `envoy.filters.http.${name}`, typed_config };
}
