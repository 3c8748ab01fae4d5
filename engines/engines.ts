import clef from './clef.ts';
import elasticsearch from './elasticsearch.ts';
import elasticsearch6 from './elasticsearch6.ts';
import type { Engine } from './engine.ts';
import envoy from './envoy.ts';
import ferretdb from './ferretdb.ts';
import kafka from './kafka.ts';
import keycloak from './keycloak.ts';
import opensearch from './opensearch.ts';
import prometheus from './prometheus.ts';
import quorum from './quorum.ts';
import toxiproxy from './toxiproxy.ts';
import versitygw from './versitygw.ts';

/** All engines, in the order in which they start. */
export const ENGINES: Engine[] = [
  kafka,
  quorum,
  clef,
  ferretdb,
  versitygw,
  keycloak,
  envoy,
  prometheus,
  toxiproxy,
  opensearch,
  elasticsearch,
  elasticsearch6,
];
