import type { Log } from '@access-layer/kit/log';
import type { DsoPlatformConfig } from './config.ts';
import type { Platform } from './platform.ts';

/** Between the end of one and the begin of another that a market has bought. */
const SPARE_MS = 10_000;

/** Limits the import of one target after the other, again and again. Answers how to stop. */
export function startSchedule(
  platform: Pick<Platform, 'send' | 'isOrdered'>,
  { schedule, targets }: Pick<DsoPlatformConfig, 'schedule' | 'targets'>,
  log: Log,
): () => void {
  if (!schedule || targets.length === 0) return () => undefined;
  const { everyS, lastsS, valueW } = schedule;
  let turn = 0;
  const timer = setInterval(() => {
    const { pod } = targets[turn++ % targets.length]!;
    if (platform.isOrdered(pod, 1000 * lastsS + SPARE_MS)) return;
    try {
      platform.send({ pod, mode: 'limit-import', valueW, lastsS });
    } catch (error) {
      log.error({ err: error }, 'a set-point of the schedule was not signed');
    }
  }, 1000 * everyS);
  return () => clearInterval(timer);
}
