import { DEFAULT_POLICY } from '@access-layer/shared-customer-database/lifecycle/policy';
import {
  ilmPolicy,
  ismPolicy,
} from '@access-layer/shared-customer-database/stores/search-parts/engine-policies';
import { createIndexNames } from '@access-layer/shared-customer-database/stores/search-parts/index-names';
import type { ArchiveCommand } from '../commands/archive.ts';
import { configOf } from './archive-folder.ts';

/** Prints the lifecycle of the configuration in the form of a search engine. */
const policy: ArchiveCommand = async ([form], options, around) => {
  if (form !== 'ilm' && form !== 'ism') {
    around.stderr.write(
      `there is no policy of the form "${form ?? ''}"; expected ilm (Elasticsearch) or ism (OpenSearch)\n`,
    );
    return 64;
  }
  const { lifecycle, store } = configOf(options, around);
  const whole = { ...DEFAULT_POLICY, ...lifecycle };
  const { prefix, snapshots } = store?.name === 'search' ? store : {};
  const names = createIndexNames(prefix);
  const printed =
    form === 'ilm' ? ilmPolicy(whole) : ismPolicy(whole, { names, repository: snapshots?.repository });
  around.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
  return 0;
};
export default policy;
