import opensearch from '@access-layer/engines/opensearch';
import { needEngine } from './need-engine.ts';
import { searchLifecycle } from './search-lifecycle.ts';
import { createPlaces, searchSuite } from './search-suite.ts';

let dir = '';
const engine = await needEngine((options) => {
  ({ dir } = options);
  return opensearch.start(options);
});

if (engine) {
  const place = createPlaces(engine, dir);
  searchSuite('opensearch', place);
  searchLifecycle('opensearch', place, engine.snapshotsDir);
}
