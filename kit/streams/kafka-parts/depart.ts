import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer } from '@platformatic/kafka';

const PAUSE_MS = 500;
/** With pauses longer than the session lasts: then the group has another coordinator, or takes who is silent for gone. */
const LEAVE_TRIES = 30;

/**
 * Leaves the group, and only then closes. A consumer that is closed while it joins anew (its coordinator went) would
 * become a member that reads nothing, and as leader of the group give the partitions to nobody.
 */
export async function depart<K, V, HK, HV>(consumer: Consumer<K, V, HK, HV>): Promise<void> {
  for (let tries = 0; tries < LEAVE_TRIES; tries++) {
    const left = await new Promise<boolean>((resolve) => {
      consumer.leaveGroup(true, (error) => resolve(!error));
    });
    if (left) break;
    await delay(PAUSE_MS);
  }
  await consumer.close(true).catch(() => undefined);
}
