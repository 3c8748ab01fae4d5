import type { Caller } from '@access-layer/kit/token';
import type { DataSet } from '../access/data-set.ts';

/** What the rules need to know of a record. Times in milliseconds, half-open. */
export interface ReleaseSubject {
  certified: boolean;
  /** What it tells of its PoDs. */
  dataSet?: DataSet;
  pods: string[];
  fromMs: number;
  untilMs: number;
  /** A statement of the market: who states it, and to whom it is addressed. */
  statement?: { type: string; sender: string; recipients: string[] };
}

/**
 * Whether a caller may have a record: asked for each record when it is delivered, so a consent that has been revoked
 * in the meantime counts at once. An error closes: the record is not delivered and the request fails.
 */
export type Release = (caller: Caller, topic: string, subject: ReleaseSubject) => boolean | Promise<boolean>;
