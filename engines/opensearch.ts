import { versions } from './paths.ts';
import { searchEngine } from './search-cluster.ts';

/** The minimal distribution: all of the data path, without plugins. */
export default searchEngine({
  name: 'opensearch',
  version: versions.opensearch,
  artifact: `org.opensearch.distribution.integ-test-zip:opensearch:${versions.opensearch}:zip`,
  program: 'opensearch',
  jdkAtLeast: 21,
  heap: '512m',
  initialMasters: 'cluster.initial_cluster_manager_nodes',
  settings: {},
});
