import elasticsearch from '@access-layer/engines/elasticsearch';
import { needEngine } from './need-engine.ts';
import { searchLifecycle } from './search-lifecycle.ts';
import { createPlaces, searchSuite } from './search-suite.ts';

let dir = '';
const engine = await needEngine((options) => {
  ({ dir } = options);
  return elasticsearch.start(options);
});

if (engine) {
  const place = createPlaces(engine, dir);
  searchSuite('elasticsearch', place);
  searchLifecycle('elasticsearch', place, engine.snapshotsDir);
}
