import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { DeploymentFolder } from './folder.ts';
import type { DeploymentOptions } from './make-deployment.ts';
import { ALERTMANAGER_PORT, issuerOf, JWKS_URI, KONG_STATUS_PORT, PUBLISHED } from './operation.ts';
import { DEPLOY, dashboards, tlsInFront } from './system.ts';
import { ETC } from './unit.ts';

const EXAMPLE = 'https://access-layer.example.org';
const TLS = { ca_file: `${ETC}/ca.pem` };
const source = (path: string) => readFileSync(join(DEPLOY, path), 'utf8');

/** Sign-in, front door, and what watches: the files of `deploy/`, with the names of this deployment. */
export function makeOperationFiles(folder: DeploymentFolder, options: DeploymentOptions): void {
  makeIssuer(folder, options);
  makeDoor(folder, options);
  makeWatch(folder, options);
  makeGrafana(folder, options);
}

function makeIssuer(folder: DeploymentFolder, { domain }: DeploymentOptions): void {
  folder.password('postgres.password');
  folder.password('keycloak.administrator');
  folder.write('keycloak.hostname', `https://${domain}:${PUBLISHED.issuer}`);
  const alarms = folder.password('alarms.client-secret');
  const grafana = folder.password('grafana.client-secret');
  const realm = JSON.parse(source('keycloak/realm.json').replaceAll(EXAMPLE, `https://${domain}`));
  const [console_] = realm.clients;
  const [operator] = realm.users;
  realm.clients.push({
    ...console_,
    clientId: 'alarms',
    secret: alarms,
    optionalClientScopes: ['data:read', 'events:read'],
  });
  realm.users.push({
    ...operator,
    username: 'service-account-alarms',
    serviceAccountClientId: 'alarms',
    attributes: { role: ['dso-operator'], party: ['dso'] },
  });
  realm.clients.push(grafanaClient(realm, grafana, `https://${domain}:${PUBLISHED.grafana}`));
  folder.write('keycloak.realm.json', `${JSON.stringify(realm, null, 2)}\n`);
}

interface Realm {
  clientScopes: { name: string; protocolMappers?: { name: string; config: Record<string, string> }[] }[];
  clients: Record<string, unknown>[];
}

/** People sign in to Grafana by code with PKCE; their role is in the ID token, which is for Grafana only. */
function grafanaClient({ clientScopes, clients }: Realm, secret: string, url: string): object {
  const scope = clientScopes.find(({ name }) => name === 'access-layer');
  const role = scope!.protocolMappers!.find(({ name }) => name === 'role')!;
  const mapper = {
    ...role,
    config: { ...role.config, 'id.token.claim': 'true', 'access.token.claim': 'false' },
  };
  const { optionalClientScopes: _, ...dashboard } = clients.find(({ clientId }) => clientId === 'dashboard')!;
  return {
    ...{
      ...dashboard,
      clientId: 'grafana',
      publicClient: false,
      clientAuthenticatorType: 'client-secret',
      secret,
    },
    ...{ redirectUris: [`${url}/login/generic_oauth`], webOrigins: [url], defaultClientScopes: [] },
    protocolMappers: [mapper],
  };
}

/** What the front door's routes are made from, once the issuer has a key. */
function makeDoor(folder: DeploymentFolder, { domain }: DeploymentOptions): void {
  const { clients } = parse(source('kong/clients.yaml'));
  const all = [
    ...clients,
    { id: 'alarms', scopes: ['data:read', 'events:read'] },
    { id: 'dashboard', scopes: ['data:read', 'ingest:write', 'events:read', 'admin'] },
  ];
  const door = { issuer: issuerOf(domain), jwksUri: JWKS_URI, clients: all };
  folder.write('kong.json', `${JSON.stringify(door, null, 2)}\n`);
}

function makeWatch(folder: DeploymentFolder, { alertWebhook }: DeploymentOptions): void {
  folder.write(
    'web.yml',
    stringify({ tls_server_config: { cert_file: `${ETC}/tls.pem`, key_file: `${ETC}/tls.key` } }),
  );
  folder.write('rules.yml', source('prometheus/rules.yml'));
  folder.write('alertmanager.yml', source('prometheus/alertmanager.yml'));
  folder.write('alert-webhook-url', alertWebhook);
  const {
    scrape_configs,
    alerting: _,
    ...rest
  } = parse(source('prometheus/prometheus.yml')) as {
    scrape_configs: { job_name: string }[];
    alerting: object;
  };
  // Light Nodes are on their boxes, and are heard of through the Blockchain Access Layer.
  const jobs = scrape_configs.map(({ job_name }) => job_name).filter((name) => tlsInFront[name]);
  const targets = Object.fromEntries(
    jobs.map((job) => [job, Object.keys(tlsInFront[job]!).map((port) => `${job}:${port}`)]),
  );
  const alertmanager = {
    scheme: 'https',
    tls_config: TLS,
    static_configs: [{ targets: [`alertmanager:${ALERTMANAGER_PORT}`] }],
  };
  const prometheus = {
    ...rest,
    alerting: { alertmanagers: [alertmanager] },
    scrape_configs: Object.entries({ ...targets, kong: [`kong:${KONG_STATUS_PORT}`] }).map(
      ([job_name, each]) => ({
        ...{ job_name, scheme: 'https', tls_config: TLS, static_configs: [{ targets: each }] },
      }),
    ),
  };
  folder.write('prometheus.prometheus.yml', stringify(prometheus));
}

function makeGrafana(folder: DeploymentFolder, { domain }: DeploymentOptions): void {
  const issuer = `${issuerOf(domain)}/protocol/openid-connect`;
  const inside = JWKS_URI.replace(/\/certs$/, '');
  folder.password('grafana.secret-key');
  // Mail is for who has a server for it; alerts go to the webhook of Alertmanager.
  folder.write('grafana.smtp-password', '');
  folder.write('grafana.ini', source('grafana/grafana.ini'));
  const addresses = {
    GRAFANA_URL: `https://${domain}:${PUBLISHED.grafana}`,
    ACCESS_LAYER_URL: `https://${domain}`,
    GF_AUTH_GENERIC_OAUTH_AUTH_URL: `${issuer}/auth`,
    GF_AUTH_GENERIC_OAUTH_TOKEN_URL: `${inside}/token`,
    GF_AUTH_GENERIC_OAUTH_SIGNOUT_REDIRECT_URL: `${issuer}/logout`,
    ...{ SMTP_ENABLED: 'false', SMTP_HOST: '', SMTP_USER: '', ALERT_FROM: `access-layer@${domain}` },
  };
  const lines = Object.entries(addresses).map(([name, value]) => `export ${name}='${value}'\n`);
  folder.write('grafana.addresses', lines.join(''));
  for (const path of dashboards)
    folder.write(`grafana.${path.replaceAll('/', '.')}`, source(`grafana/${path}`));
}
