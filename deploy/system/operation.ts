import { certificate, listens, own, shell } from './engines.ts';
import { ETC, TLS_PORT, type Unit } from './unit.ts';

/** Under the name of the deployment, beside the front door at 443. */
export const PUBLISHED = { door: 443, issuer: 8444, grafana: 3000 } as const;
export const KONG_STATUS_PORT = 8100;
export const POSTGRES_PORT = 5432;
export const PROMETHEUS_PORT = 9090;
export const ALERTMANAGER_PORT = 9093;
const GRAFANA_ETC = '/etc/grafana/access-layer';
export const REALM = 'access-layer';
export const issuerOf = (domain: string) => `https://${domain}:${PUBLISHED.issuer}/realms/${REALM}`;
/** Where services get the keys of the issuer, without leaving the network. */
export const JWKS_URI = `https://keycloak:${TLS_PORT}/realms/${REALM}/protocol/openid-connect/certs`;

/** The front door, sign-in, and what watches. `dashboards` are the files of Grafana, by name. */
export function operation(dashboards: string[]): Unit[] {
  return [postgres(), keycloak(), kong(), prometheus(), alertmanager(), grafana(dashboards)];
}

function postgres(): Unit {
  // The server refuses a key that others may read, and a mounted file is not its own.
  const script =
    `install -m 600 ${ETC}/tls.key /tmp/tls.key && exec docker-entrypoint.sh postgres -c ssl=on ` +
    `-c ssl_cert_file=${ETC}/tls.pem -c ssl_key_file=/tmp/tls.key -c ssl_min_protocol_version=TLSv1.3`;
  return {
    ...{ name: 'postgres', user: 999, ports: [POSTGRES_PORT], volumes: { data: '20Gi' } },
    containers: [
      {
        ...{ name: 'postgres', image: 'postgres', memoryMiB: 512 },
        command: shell(script),
        env: {
          POSTGRES_DB: 'keycloak',
          POSTGRES_USER: 'keycloak',
          POSTGRES_PASSWORD_FILE: `${ETC}/postgres.password`,
          POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256',
          PGDATA: '/var/lib/postgresql/data/pgdata',
        },
        files: { ...certificate('postgres'), ...own(['postgres.password']) },
        volumes: { '/var/lib/postgresql/data': 'data' },
        isReady: ['pg_isready', '-U', 'keycloak'],
      },
    ],
  };
}

function keycloak(): Unit {
  const secret = (name: string) => `"$(cat ${ETC}/${name})"`;
  const database = `jdbc:postgresql://postgres:${POSTGRES_PORT}/keycloak`;
  return {
    ...{ name: 'keycloak', user: 1000, ports: [TLS_PORT], published: { [TLS_PORT]: PUBLISHED.issuer } },
    needs: ['postgres'],
    containers: [
      {
        ...{ name: 'keycloak', image: 'keycloak', memoryMiB: 1536 },
        command: shell(
          `export KC_DB_PASSWORD=${secret('postgres.password')} KC_BOOTSTRAP_ADMIN_PASSWORD=${secret('keycloak.administrator')} ` +
            `KC_HOSTNAME=${secret('keycloak.hostname')} && exec /opt/keycloak/bin/kc.sh start --import-realm`,
        ),
        env: {
          KC_BOOTSTRAP_ADMIN_USERNAME: 'administrator',
          KC_DB: 'postgres',
          KC_DB_URL: `${database}?sslmode=verify-full&sslrootcert=${ETC}/ca.pem`,
          KC_DB_USERNAME: 'keycloak',
          KC_HOSTNAME_BACKCHANNEL_DYNAMIC: 'true',
          KC_HTTPS_PORT: String(TLS_PORT),
          KC_HTTPS_CERTIFICATE_FILE: `${ETC}/tls.pem`,
          KC_HTTPS_CERTIFICATE_KEY_FILE: `${ETC}/tls.key`,
        },
        files: {
          ...certificate('keycloak'),
          ...own(['postgres.password', 'keycloak.administrator', 'keycloak.hostname']),
          '/opt/keycloak/data/import/realm.json': 'keycloak.realm.json',
        },
        isReady: listens(TLS_PORT),
      },
    ],
  };
}

function kong(): Unit {
  const routes = '/var/lib/kong/kong.yml';
  return {
    ...{ name: 'kong', user: 1000, ports: [TLS_PORT, KONG_STATUS_PORT] },
    ...{ published: { [TLS_PORT]: PUBLISHED.door }, volumes: { routes: '1Gi' } },
    // It keeps nothing but its routes, which each makes for itself. Limits count in each.
    replicas: 2,
    needs: ['keycloak'],
    first: [
      {
        ...{ name: 'routes', image: 'own', memoryMiB: 256 },
        args: ['deploy/system/kong-routes.ts', '--config', `${ETC}/kong.json`, '--out', routes],
        env: { NODE_EXTRA_CA_CERTS: `${ETC}/ca.pem` },
        files: own(['ca.pem', 'kong.json']),
        volumes: { '/var/lib/kong': 'routes' },
      },
    ],
    containers: [
      {
        ...{ name: 'kong', image: 'kong', memoryMiB: 1024 },
        env: {
          KONG_DATABASE: 'off',
          KONG_DECLARATIVE_CONFIG: routes,
          KONG_PREFIX: '/tmp/kong',
          KONG_ADMIN_LISTEN: 'off',
          KONG_PROXY_LISTEN: `0.0.0.0:${TLS_PORT} http2 ssl`,
          KONG_SSL_CERT: `${ETC}/door.pem`,
          KONG_SSL_CERT_KEY: `${ETC}/door.key`,
          KONG_SSL_CIPHER_SUITE: 'modern',
          KONG_STATUS_LISTEN: `0.0.0.0:${KONG_STATUS_PORT} ssl`,
          KONG_STATUS_SSL_CERT: `${ETC}/tls.pem`,
          KONG_STATUS_SSL_CERT_KEY: `${ETC}/tls.key`,
          KONG_LUA_SSL_TRUSTED_CERTIFICATE: `${ETC}/ca.pem`,
          KONG_NGINX_WORKER_PROCESSES: '2',
        },
        files: { ...certificate('kong'), ...own(['door.pem', 'door.key']) },
        volumes: { '/var/lib/kong': 'routes' },
        isReady: ['kong', 'health', '-p', '/tmp/kong'],
      },
    ],
  };
}

function prometheus(): Unit {
  return {
    ...{ name: 'prometheus', user: 65_534, ports: [PROMETHEUS_PORT], volumes: { data: '50Gi' } },
    containers: [
      {
        ...{ name: 'prometheus', image: 'prometheus', memoryMiB: 1024 },
        args: [
          ...[`--config.file=${ETC}/prometheus.yml`, `--web.config.file=${ETC}/web.yml`],
          ...['--storage.tsdb.path=/prometheus', '--storage.tsdb.retention.time=90d'],
        ],
        files: {
          ...certificate('prometheus'),
          ...own(['web.yml', 'rules.yml']),
          [`${ETC}/prometheus.yml`]: 'prometheus.prometheus.yml',
        },
        volumes: { '/prometheus': 'data' },
        isReady: ['sh', '-c', `nc -z 127.0.0.1 ${PROMETHEUS_PORT}`],
      },
    ],
  };
}

function alertmanager(): Unit {
  return {
    ...{ name: 'alertmanager', user: 65_534, ports: [ALERTMANAGER_PORT], volumes: { data: '1Gi' } },
    containers: [
      {
        ...{ name: 'alertmanager', image: 'alertmanager', memoryMiB: 128 },
        args: [
          ...[`--config.file=${ETC}/alertmanager.yml`, `--web.config.file=${ETC}/web.yml`],
          ...['--storage.path=/alertmanager', '--cluster.listen-address='],
        ],
        files: {
          ...certificate('alertmanager'),
          ...own(['alertmanager.yml', 'web.yml', 'alert-webhook-url']),
        },
        volumes: { '/alertmanager': 'data' },
        isReady: ['sh', '-c', `nc -z 127.0.0.1 ${ALERTMANAGER_PORT}`],
      },
    ],
  };
}

function grafana(dashboards: string[]): Unit {
  const secret = (name: string) => `"$(cat ${ETC}/grafana.${name})"`;
  const shown = dashboards.map((path) => [`${GRAFANA_ETC}/${path}`, `grafana.${path.replaceAll('/', '.')}`]);
  return {
    ...{ name: 'grafana', user: 472, ports: [3000], published: { 3000: PUBLISHED.grafana } },
    volumes: { data: '5Gi' },
    needs: ['keycloak'],
    containers: [
      {
        ...{ name: 'grafana', image: 'grafana', memoryMiB: 512 },
        command: shell(
          `export ELASTICSEARCH_PASSWORD=${secret('search-password')} && . ${ETC}/grafana.addresses && exec /run.sh`,
        ),
        env: {
          GF_PATHS_CONFIG: `${GRAFANA_ETC}/grafana.ini`,
          GF_PATHS_PROVISIONING: `${GRAFANA_ETC}/provisioning`,
          GF_SERVER_PROTOCOL: 'https',
          GF_SERVER_CERT_FILE: `${ETC}/tls.pem`,
          GF_SERVER_CERT_KEY: `${ETC}/tls.key`,
          GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: 'true',
          GF_SECURITY_SECRET_KEY__FILE: `${ETC}/grafana.secret-key`,
          PROMETHEUS_URL: `https://prometheus:${PROMETHEUS_PORT}`,
          ELASTICSEARCH_URL: 'https://search-1:9200',
          ELASTICSEARCH_USER: 'grafana',
          // Its programs trust what this names.
          SSL_CERT_FILE: `${ETC}/ca.pem`,
        },
        files: {
          ...certificate('grafana'),
          ...own(['grafana.search-password', 'grafana.addresses', 'grafana.secret-key']),
          [`${GRAFANA_ETC}/grafana.ini`]: 'grafana.ini',
          [`${GRAFANA_ETC}/client-secret`]: 'grafana.client-secret',
          [`${GRAFANA_ETC}/smtp-password`]: 'grafana.smtp-password',
          ...Object.fromEntries(shown),
        },
        volumes: { '/var/lib/grafana': 'data' },
        isReady: ['sh', '-c', 'nc -z 127.0.0.1 3000'],
      },
    ],
  };
}
