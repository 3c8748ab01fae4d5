import { readFileSync } from 'node:fs';

const json = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
/** What the tests of the engines run. */
const run: Record<string, string> = json('../../engines/versions.json');
/** What no test can run, or not as an image. */
const pinned: Record<string, string> = json('versions.json');

/** One image for all services of ours; what a registry of one's own has is set by kustomize or by the environment. */
export const OWN_IMAGE = `access-layer:${json('../../package.json').version}`;

export const IMAGES = {
  own: OWN_IMAGE,
  kafka: `apache/kafka:${run.kafka}`,
  search: `docker.elastic.co/elasticsearch/elasticsearch:${run.elasticsearch}`,
  keycloak: `quay.io/keycloak/keycloak:${run.keycloak}`,
  envoy: `envoyproxy/envoy:v${run.envoy}`,
  s3: `versity/versitygw:${run.versitygw}`,
  mongodb: `mongo:${pinned.mongodb}`,
  besu: `hyperledger/besu:${pinned.besu}`,
  kong: `kong:${pinned.kong}`,
  postgres: `postgres:${pinned.postgres}`,
  prometheus: `prom/prometheus:v${pinned.prometheus}`,
  alertmanager: `prom/alertmanager:v${pinned.alertmanager}`,
  grafana: `grafana/grafana:${pinned.grafana}`,
} as const;
export type ImageName = keyof typeof IMAGES;
