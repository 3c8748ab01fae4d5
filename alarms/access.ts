import { dataOf } from '@access-layer/client/errors';
import { messageOf } from '@access-layer/core/errors';
import { formatTime } from '@access-layer/core/time';
import { DSO, identityOf } from './owner.ts';
import type { Parts } from './parts.ts';
import type { Rule } from './rule.ts';

/**
 * Whether the owner of a rule may read the readings of a PoD at an instant: asked of the Shared Customer Database, whose
 * rules decide, each time before he is told something of them. That he was told is entered in the read ledger in his name,
 * before. `unknown` where it cannot be asked.
 */
export async function mayRead(
  { client, log }: Pick<Parts, 'client' | 'log'>,
  { owner, id }: Pick<Rule, 'owner' | 'id'>,
  { pod, atMs, isTold }: { pod: string; atMs: number; isTold: boolean },
): Promise<'yes' | 'no' | 'unknown'> {
  if (owner === DSO) return 'yes';
  const [from, until] = [formatTime(atMs), formatTime(atMs + 1)];
  const query = {
    ...{ pod, dataSet: 'measurements' as const, from, until },
    ...(isTold ? { given: 1 } : {}),
  };
  try {
    const asked = client.data.GET('/v1/access/ranges', {
      params: { query: { ...query, ...identityOf(owner) } },
    });
    const { ranges } = await dataOf(asked);
    const isOpen = ranges.length === 1 && ranges[0]!.from === from && ranges[0]!.until === until;
    return isOpen ? 'yes' : 'no';
  } catch (error) {
    log.warn({ rule: id, reason: messageOf(error) }, 'the access rules cannot be asked: nothing is told');
    return 'unknown';
  }
}
