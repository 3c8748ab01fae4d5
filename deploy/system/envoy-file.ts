import { stringify } from 'yaml';

const TYPE = 'type.googleapis.com/envoy.extensions';

/**
 * Ends TLS in front of what listens on the loopback only. It decides nothing: tokens and rules are checked behind it.
 * Services take requests to the loopback only, so the host is that.
 */
export function envoyYaml(ports: Record<number, number>, tls: { certFile: string; keyFile: string }): string {
  const pairs = Object.entries(ports).map(([outside, inside]) => ({ outside: Number(outside), inside }));
  return stringify({
    static_resources: {
      listeners: pairs.map(({ outside, inside }) => listener(outside, `port-${inside}`, tls)),
      clusters: pairs.map(({ inside }) => cluster(`port-${inside}`, inside)),
    },
  });
}

function address(host: string, port: number) {
  return { socket_address: { address: host, port_value: port } };
}

function listener(port: number, cluster: string, tls: { certFile: string; keyFile: string }) {
  const files = { certificate_chain: { filename: tls.certFile }, private_key: { filename: tls.keyFile } };
  const common = { tls_params: { tls_minimum_protocol_version: 'TLSv1_2' }, tls_certificates: [files] };
  const context = {
    '@type': `${TYPE}.transport_sockets.tls.v3.DownstreamTlsContext`,
    common_tls_context: common,
  };
  const filters = [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager(cluster) }];
  const transport_socket = { name: 'envoy.transport_sockets.tls', typed_config: context };
  return {
    name: `tls-${port}`,
    address: address('0.0.0.0', port),
    filter_chains: [{ filters, transport_socket }],
  };
}

function manager(cluster: string) {
  return {
    '@type': `${TYPE}.filters.network.http_connection_manager.v3.HttpConnectionManager`,
    stat_prefix: cluster,
    // The front door has limits of time; events stay open without an end.
    stream_idle_timeout: '0s',
    http_filters: [
      {
        name: 'envoy.filters.http.router',
        typed_config: { '@type': `${TYPE}.filters.http.router.v3.Router`, suppress_envoy_headers: true },
      },
    ],
    route_config: {
      virtual_hosts: [
        {
          name: 'all',
          domains: ['*'],
          routes: [
            { match: { prefix: '/' }, route: { cluster, timeout: '0s', host_rewrite_literal: '127.0.0.1' } },
          ],
        },
      ],
    },
  };
}

function cluster(name: string, port: number) {
  const endpoints = [{ lb_endpoints: [{ endpoint: { address: address('127.0.0.1', port) } }] }];
  return {
    ...{ name, type: 'STATIC', connect_timeout: '2s' },
    load_assignment: { cluster_name: name, endpoints },
  };
}
