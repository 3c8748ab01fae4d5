import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gatewayFiles } from '@access-layer/gateway/export/gateway-files';
import { readRouteTable } from '@access-layer/gateway/route-table';
import { parse } from 'yaml';
import { ROOT } from './source-files.ts';

const { routes } = readRouteTable(join(ROOT, 'gateway', 'routes.yaml'));

test('the configurations of other gateways are those of the route table', () => {
  for (const [path, text] of Object.entries(gatewayFiles(ROOT))) {
    assert.equal(readFileSync(join(ROOT, path), 'utf8'), text, `${path} is stale: run npm run gateways`);
  }
});

/** Fields that the documentation of Kong 3.9 names, of what is used here. */
const KONG: Record<string, string[]> = {
  file: ['_format_version', 'services', 'plugins', 'consumers'],
  service: [
    ...['name', 'host', 'port', 'protocol', 'path', 'connect_timeout', 'read_timeout', 'write_timeout'],
    ...['retries', 'routes', 'plugins', 'tags', 'enabled', 'tls_verify'],
  ],
  route: [
    ...['name', 'protocols', 'methods', 'hosts', 'paths', 'headers', 'regex_priority', 'strip_path'],
    ...['preserve_host', 'request_buffering', 'response_buffering', 'plugins', 'tags'],
  ],
  plugin: ['name', 'config', 'enabled', 'protocols'],
  consumer: ['username', 'custom_id', 'tags', 'jwt_secrets', 'acls', 'plugins'],
  jwt_secret: ['key', 'algorithm', 'rsa_public_key', 'secret', 'tags'],
  acl: ['group', 'tags'],
  'correlation-id': ['header_name', 'generator', 'echo_downstream'],
  prometheus: [
    ...['status_code_metrics', 'latency_metrics', 'bandwidth_metrics', 'upstream_health_metrics'],
    ...['per_consumer', 'ai_metrics'],
  ],
  'file-log': ['path', 'reopen', 'custom_fields_by_lua'],
  jwt: [
    ...['key_claim_name', 'claims_to_verify', 'header_names', 'uri_param_names', 'cookie_names', 'realm'],
    ...['run_on_preflight', 'maximum_expiration', 'secret_is_base64', 'anonymous'],
  ],
  'acl-plugin': ['allow', 'deny', 'hide_groups_header', 'always_use_authenticated_groups'],
  'rate-limiting': [
    ...['second', 'minute', 'hour', 'day', 'month', 'year', 'limit_by', 'policy', 'fault_tolerant'],
    ...['hide_client_headers', 'header_name', 'path', 'error_code', 'error_message', 'sync_rate', 'redis'],
  ],
  'request-size-limiting': ['allowed_payload_size', 'size_unit', 'require_content_length'],
  'request-termination': ['status_code', 'message', 'body', 'content_type', 'trigger', 'echo'],
  'request-transformer': ['http_method', 'remove', 'rename', 'replace', 'add', 'append'],
};

interface Plugin {
  name: string;
  config: Record<string, unknown>;
}
interface KongRoute {
  name: string;
  methods?: string[];
  paths: string[];
  regex_priority: number;
  plugins: Plugin[];
}
interface Kong {
  services: { name: string; host: string; port: number; routes: KongRoute[] }[];
  plugins: Plugin[];
  consumers: { username: string; jwt_secrets: object[]; acls: { group: string }[] }[];
}
const kong = parse(readFileSync(join(ROOT, 'deploy/kong/kong.yml'), 'utf8')) as Kong;

function onlyKnown(kind: string, value: object): void {
  const unknown = Object.keys(value).filter((field) => !KONG[kind]!.includes(field));
  assert.deepEqual(unknown, [], `${kind} has no such field`);
}

test('Kong is told nothing that its documentation does not name', () => {
  onlyKnown('file', kong);
  for (const service of kong.services) {
    onlyKnown('service', service);
    for (const route of service.routes) onlyKnown('route', route);
  }
  for (const consumer of kong.consumers) {
    onlyKnown('consumer', consumer);
    for (const secret of consumer.jwt_secrets) onlyKnown('jwt_secret', secret);
    for (const acl of consumer.acls) onlyKnown('acl', acl);
  }
  const all = kong.services.flatMap(({ routes }) => routes).flatMap(({ plugins }) => plugins);
  for (const plugin of [...kong.plugins, ...all]) {
    onlyKnown('plugin', plugin);
    onlyKnown(plugin.name === 'acl' ? 'acl-plugin' : plugin.name, plugin.config);
  }
  const names = kong.services.flatMap(({ name, routes }) => [
    `service ${name}`,
    ...routes.map((r) => r.name),
  ]);
  assert.equal(new Set(names).size, names.length, 'names are unique');
});

/** The route that Kong takes: the highest priority of those whose path and method fit. */
function kongRoute(path: string, method: string): KongRoute | undefined {
  return kong.services
    .flatMap((service) => service.routes)
    .filter(({ paths }) => paths.some((each) => new RegExp(`^${each.slice(1)}`).test(path)))
    .filter(({ methods }) => !methods || methods.includes(method))
    .sort((a, b) => b.regex_priority - a.regex_priority)[0];
}

test('Kong asks of each path and method what the table asks', () => {
  for (const route of routes) {
    for (const path of [route.prefix, `${route.prefix}/x`]) {
      for (const [kind, method] of [
        ['read', 'GET'],
        ['write', 'POST'],
      ] as const) {
        const found = kongRoute(path, method);
        const scopes = route.scopes?.[kind];
        const plugin = (name: string) => found?.plugins.find((each) => each.name === name)?.config;
        assert.equal(found?.regex_priority, route.prefix.length, `${method} ${path}`);
        const isClosed = !route.public && !scopes;
        assert.equal(plugin('request-termination') !== undefined, isClosed, `${method} ${path}`);
        if (isClosed) continue;
        assert.equal(plugin('jwt') !== undefined, !route.public, `${method} ${path}`);
        assert.deepEqual(
          plugin('acl')?.allow,
          scopes?.includes('any') ? undefined : scopes,
          `${method} ${path}`,
        );
        if (route.maxBodyBytes) {
          assert.equal(plugin('request-size-limiting')!.allowed_payload_size, route.maxBodyBytes);
        }
      }
    }
    assert.equal(kongRoute(`${route.prefix}x`, 'GET')?.regex_priority !== route.prefix.length, true);
  }
});
