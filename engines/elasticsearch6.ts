import { versions } from './paths.ts';
import { searchEngine } from './search-cluster.ts';

/** Old, but the last that is in Maven with index lifecycle management. */
export default searchEngine({
  name: 'elasticsearch6',
  version: versions.elasticsearch6,
  artifact: `org.elasticsearch.distribution.zip:elasticsearch:${versions.elasticsearch6}:zip`,
  program: 'elasticsearch',
  jdkAtLeast: 17,
  heap: '512m',
  settings: {
    'indices.lifecycle.poll_interval': '1s',
    'xpack.ml.enabled': false,
    'bootstrap.system_call_filter': false,
  },
});
