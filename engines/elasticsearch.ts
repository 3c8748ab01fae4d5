import { versions } from './paths.ts';
import { searchEngine } from './search-cluster.ts';

/** The core modules: without index lifecycle management and scripts. */
export default searchEngine({
  name: 'elasticsearch',
  version: versions.elasticsearch,
  artifact: `org.elasticsearch.distribution.integ-test-zip:elasticsearch:${versions.elasticsearch}:zip`,
  program: 'elasticsearch',
  jdkAtLeast: 17,
  heap: '512m',
  initialMasters: 'cluster.initial_master_nodes',
  settings: { 'xpack.security.enabled': false },
});
