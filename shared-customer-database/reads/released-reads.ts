import { AccessLayerError } from '@access-layer/core/errors';
import type { Caller } from '@access-layer/kit/token';
import type { Access } from '../access/access.ts';
import { podUnknown } from '../released/released.ts';
import type { Entry, ReadReader } from './read-reader.ts';

export interface ReleasedReadsOptions {
  reader: Pick<ReadReader, 'ofPod' | 'ofMessage'>;
  access: Pick<Access, 'allowedRanges' | 'may'>;
}

/** A page looks at so many entries at most, however many of them the caller may not see. */
const MOST_LOOKED_AT = 5000;

/** The read ledger, as far as the access rules release it: to a holder what is of his time, to who audits it all. */
export function createReleasedReads({ reader, access }: ReleasedReadsOptions) {
  async function mayViewAll(caller: Caller): Promise<boolean> {
    return (await access.may(caller, 'view', { type: 'Service', service: 'read-ledger' })).allowed;
  }

  /** Which entries of a PoD the caller may see; undefined: none at all. */
  async function seeing(caller: Caller, pod: string): Promise<((entry: Entry) => boolean) | undefined> {
    if (await mayViewAll(caller)) return () => true;
    const { ranges } = await access.allowedRanges(caller, { pod, dataSet: 'reads', from: 0, until: 0 });
    if (ranges.length === 0) return undefined;
    return ({ fromMs, untilMs }) =>
      ranges.some(({ from, until }) => from <= fromMs && (until === 0 || untilMs <= until));
  }

  return {
    /** One page of the entries of a PoD, the newest first. @throws AccessLayerError SCD_POD_UNKNOWN */
    async ofPod(
      caller: Caller,
      { pod, limit, unusual, before }: { pod: string; limit: number; unusual: boolean; before: number },
    ): Promise<{ items: Entry[]; hidden: number; next?: number }> {
      const sees = await seeing(caller, pod);
      if (!sees) throw podUnknown(pod);
      const items: Entry[] = [];
      let [hidden, at] = [0, before];
      for (;;) {
        const found = reader.ofPod(pod, { before: at, limit, unusual });
        for (const entry of found) {
          if (items.length === limit) return { items, hidden, next: at };
          if (sees(entry)) items.push(entry);
          else hidden += 1;
          at = entry.id;
        }
        if (found.length < limit) return { items, hidden };
        if (items.length + hidden >= MOST_LOOKED_AT) return { items, hidden, next: at };
      }
    },

    /** Whether the caller may have a whole message: all of its entries. @throws AccessLayerError SCD_POD_UNKNOWN */
    async mayHave(caller: Caller, pod: string, seq: number): Promise<boolean> {
      const sees = await seeing(caller, pod);
      if (!sees) throw podUnknown(pod);
      const entries = reader.ofMessage(seq, pod);
      return entries.length > 0 && entries.every(sees);
    },

    /** @throws AccessLayerError SCD_FORBIDDEN */
    async requireAll(caller: Caller): Promise<void> {
      if (await mayViewAll(caller)) return;
      const message = `no rule lets ${caller.role} view read-ledger; GET /v1/pods/{pod}/reads shows who read your own PoD`;
      throw new AccessLayerError({ code: 'SCD_FORBIDDEN', message });
    },
  };
}
