import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { AccessLayerError } from '@access-layer/core/errors';
import type { RunningEngine, StartOptions } from '@access-layer/engines/engine';

/**
 * Starts an engine for one test file. Where it cannot be had, the test is skipped aloud, except where CI=true: there it
 * fails.
 */
export async function needEngine<Running extends RunningEngine>(
  t: TestContext,
  start: (options: StartOptions) => Promise<Running>,
): Promise<Running | undefined> {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-engine-'));
  try {
    const running = await start({ dir, say: (line) => t.diagnostic(line) });
    t.after(async () => {
      await running.stop();
      rmSync(dir, { recursive: true, force: true });
    });
    return running;
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    const isMissing = error instanceof AccessLayerError && error.code === 'ENGINE_MISSING';
    if (!isMissing || process.env.CI === 'true') throw error;
    t.skip(error.message);
    return undefined;
  }
}
