import { after, test } from 'node:test';
import { AccessLayerError } from '@access-layer/core/errors';
import type { RunningEngine, StartOptions } from '@access-layer/engines/engine';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';

/**
 * Starts an engine for the tests of one file, and stops it after them. Where it cannot be had, its tests are skipped
 * aloud, except where CI=true: there they fail.
 */
export async function needEngine<Running extends RunningEngine>(
  start: (options: StartOptions) => Promise<Running>,
): Promise<Running | undefined> {
  const dir = temporaryFolder('access-layer-engine-');
  try {
    const running = await start({ dir, say: (line) => process.stderr.write(`${line}\n`) });
    after(() => running.stop());
    return running;
  } catch (error) {
    const isMissing = error instanceof AccessLayerError && error.code === 'ENGINE_MISSING';
    if (!isMissing || process.env.CI === 'true') throw error;
    test('an engine is missing', { skip: error.message }, () => {});
    return undefined;
  }
}
