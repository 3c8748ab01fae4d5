import { AccessLayerError } from '@access-layer/core/errors';
import type { Caller } from '@access-layer/kit/token';
import type { Access } from '../access/access.ts';
import type { AggregatePageTask, TextPage } from '../aggregates/aggregate-page-task.ts';
import type { TimeInterval } from '../aggregates/local-intervals.ts';
import type { WorkerPool } from '../aggregates/worker-pool.ts';
import type { RowForm } from '../exports/row-text.ts';
import { NO_READS, type Reads } from '../reads/reads.ts';
import { grantedAggregates } from './granted-aggregates.ts';
import { type GroupPlan, type GroupsAsked, groupPlan } from './group-plan.ts';
import { createRegistryView, type ViewedRegistry } from './registry-view.ts';
import { podUnknown, type Who } from './released.ts';
import type { Span } from './spans.ts';

export interface ReleasedAggregatesOptions {
  /** Absent where the service is open to everyone on its machine: everything is released. */
  access: Pick<Access, 'allowedRanges'> | undefined;
  /** Where reads are entered; absent with the access rules. Sums over PoDs are reads only where a group has few customers. */
  reads?: Reads | undefined;
  /** Absent where there is no registry: then PoDs cannot be grouped. */
  registry: ViewedRegistry | undefined;
  /** Runs `aggregate-page-task.ts`. */
  pool: WorkerPool;
  /** A cell of fewer customers is not shown to callers that may only see aggregates; 3 where absent. */
  fewestCustomers?: number;
}

export interface PodAsked {
  pod: string;
  /** Only this meter, or only meters of this role. */
  meter: string | undefined;
  role: string | undefined;
  purpose: string | undefined;
  /** The time of the whole question, of which `intervals` may be a page. */
  whole: Span;
}

/** One question for the aggregates of a PoD, in as many pages as its reader takes. */
export interface AggregatesQuestion {
  /** @throws AccessLayerError SCD_POD_UNKNOWN, SCD_SUPPRESSED, SCD_BUSY, SCD_READ_LEDGER */
  page(wanted: PageWanted): Promise<TextPage & { withheld: Span[] }>;
  /** The reader has all of it, or has gone. */
  end(): void;
}

/** How an answer is wanted. */
export interface PageWanted {
  intervals: TimeInterval[];
  form: RowForm;
  /** Nobody waits any more when it aborts. */
  signal: AbortSignal;
  /** A later page of an answer that has begun: it is not refused for load. */
  isBegun: boolean;
}

const FEWEST_CUSTOMERS = 3;
const EVERYTHING: NonNullable<ReleasedAggregatesOptions['access']> = {
  allowedRanges: async (_caller, { from, until }) => ({ ranges: [{ from, until }], basis: [] }),
};

export type ReleasedAggregates = ReturnType<typeof createReleasedAggregates>;

/** Aggregates, as far as the access rules release them to a caller. They are computed in worker threads. */
export function createReleasedAggregates(options: ReleasedAggregatesOptions) {
  const { access = EVERYTHING, reads = NO_READS, registry, pool } = options;
  const { fewestCustomers = FEWEST_CUSTOMERS } = options;
  const view = registry && createRegistryView(registry);
  const ask = ({ signal, isBegun }: PageWanted, task: AggregatePageTask) =>
    pool.run<TextPage>(task, signal, { isBegun });

  return {
    /** Whether PoDs can be grouped here. */
    hasGroups: view !== undefined,

    /** The aggregates of a PoD, page by page: one entry in the read ledger. */
    ofPod(caller: Who, asked: PodAsked): AggregatesQuestion {
      const { pod, meter, role, purpose, whole } = asked;
      const entry = { pod, dataSet: 'aggregates', ...whole, ...(purpose ? { purpose } : {}) };
      const read = reads.question(caller as Caller, entry);
      return {
        async page(wanted) {
          const grant = await grantedAggregates(
            { access, caller: caller as Caller },
            { pod, purpose, whole },
          );
          if (grant.ranges.length === 0) throw podUnknown(pod);
          if (!grant.isOpen && fewestCustomers > 1) throw suppressed(pod, fewestCustomers);
          const { intervals, form } = wanted;
          const question = { pod, ranges: grant.ranges, meter, role };
          const entered = read.asked(grant.basis);
          const asking = ask(wanted, { kind: 'series', question, intervals, form });
          const [page] = await Promise.all([asking, entered]);
          read.given(intervals.map(({ startMs }) => startMs));
          return { ...page, withheld: grant.withheld };
        },
        end: read.end,
      };
    },

    /** Which PoDs stand behind a question across PoDs. */
    async plan(caller: Who, asked: GroupsAsked): Promise<GroupPlan> {
      const plan = await groupPlan({ access, caller: caller as Caller, view: view!, fewestCustomers }, asked);
      const told = plan.told.map((each) => ({ ...each, ...asked.whole }));
      if (told.length > 0) await reads.shown(caller as Caller, 'aggregates', told);
      return plan;
    },

    /** Cells of a plan. @throws AccessLayerError SCD_BUSY */
    async acrossPods({ questions }: GroupPlan, wanted: PageWanted): Promise<TextPage> {
      const { intervals, form } = wanted;
      return ask(wanted, { kind: 'groups', questions, intervals, form, fewestCustomers });
    },
  };
}

function suppressed(pod: string, fewestCustomers: number): AccessLayerError {
  const message =
    `aggregates of ${pod} alone tell of one customer, and you may only see aggregates of at least ${fewestCustomers}; ` +
    'GET /v1/aggregates sums over PoDs';
  return new AccessLayerError({ code: 'SCD_SUPPRESSED', message });
}
