import { sendConditional, UNCHANGED } from '@access-layer/kit/conditional';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { withheldAnswer } from '../api/answers.ts';
import { type ApiSources, knownPod } from '../api/api.ts';
import { tellArchived } from '../api/archived.ts';
import { badRequest } from '../api/bad-request.ts';
import { negotiate } from '../api/media-type.ts';
import { bytesOf, contentType, goneSignal, linkNext, sendStream, withHeader } from '../api/paged-answer.ts';
import { isOver } from '../api/range.ts';
import { ErrorAnswer, PodParams } from '../api/schemas.ts';
import { PARQUET } from '../exports/parquet.ts';
import { type Columns, csvHeader, type RowForm } from '../exports/row-text.ts';
import type { TextPage } from './aggregate-page-task.ts';
import { GROUP_COLUMNS, POD_COLUMNS } from './aggregate-rows.ts';
import {
  forms,
  GroupCellAnswer,
  GroupsAnswer,
  GroupsQuery,
  PodAggregate,
  PodAggregatesAnswer,
  PodAggregatesQuery,
} from './aggregate-schemas.ts';
import {
  type AskedIntervals,
  type AskedRange,
  askedIntervals,
  DEFAULT_ZONE,
  intervalCursor,
  MOST_INTERVALS,
} from './asked-intervals.ts';
import type { Grouping } from './groupings.ts';
import type { TimeInterval } from './local-intervals.ts';

export const AGGREGATE_FORMS = ['application/json', 'application/x-ndjson', 'text/csv', PARQUET] as const;
type Form = (typeof AGGREGATE_FORMS)[number];

/** Cells that one page computes, and rows that it tells: about 100 ms of a worker and 2 MB. */
const MOST_CELLS = 200_000;
const MOST_ROWS = 6000;
const DEFAULT_ROLE = 'exchange';

interface Asked extends AskedRange {
  limit?: number;
  role?: string;
  purpose?: string;
}

const errors = {
  ...{
    304: UNCHANGED,
    400: ErrorAnswer,
    403: ErrorAnswer,
    404: ErrorAnswer,
    406: ErrorAnswer,
    503: ErrorAnswer,
  },
};

/** Aggregates of one PoD, and across PoDs where there is a registry. */
export function aggregateRoutes(http: FastifyInstance, sources: ApiSources, done: () => void): void {
  const ofPod = {
    operationId: 'aggregates',
    tags: ['aggregates'],
    summary: 'Energy, power and completeness of a PoD over local intervals',
    description:
      'Energy is the difference of the register between the borders of an interval, never a sum of powers. Days and months ' +
      'are local, so a day has 92, 96 or 100 quarter-hours. JSON comes in pages of whole intervals; NDJSON and CSV come ' +
      'whole, as a stream, or with `limit` as a page whose next one is in the `Link` header; Parquet comes whole.',
    params: PodParams,
    querystring: PodAggregatesQuery,
    response: {
      200: forms(PodAggregatesAnswer, PodAggregate, 'Aggregates in the order of pages, meters and intervals'),
      ...errors,
    },
  };
  http.get('/v1/pods/:pod/aggregates', { schema: ofPod as object }, (request, reply) =>
    onePod(sources, request, reply),
  );
  if (sources.aggregates.hasGroups) groupRoute(http, sources);
  done();
}

function groupRoute(http: FastifyInstance, sources: ApiSources): void {
  const schema = {
    operationId: 'group-aggregates',
    tags: ['aggregates'],
    summary: 'Energy and completeness across PoDs, in groups',
    description:
      'Sums over the PoDs that the caller may see, for the time that he may see them; `hiddenPods` (in other forms the header ' +
      '`access-layer-hidden-pods`) says how many he may not. A PoD with several types of service is in several groups, and ' +
      'counts for an aggregator while it is in its portfolio. A cell behind which stand too few customers of whom the ' +
      'caller may only see aggregates is suppressed. Pages are as for one PoD.',
    querystring: GroupsQuery,
    response: {
      200: forms(GroupsAnswer, GroupCellAnswer, 'Aggregates in the order of pages, groups and intervals'),
      ...errors,
    },
  };
  http.get('/v1/aggregates', { schema: schema as object }, (request, reply) =>
    allPods(sources, request, reply),
  );
}

async function onePod(sources: ApiSources, request: FastifyRequest, reply: FastifyReply) {
  const form = negotiate(request.headers.accept, AGGREGATE_FORMS);
  const query = request.query as Asked & { meter?: string };
  const asked = askedIntervals(query);
  const { pod } = knownPod(sources, (request.params as { pod: string }).pod);
  const { meter, purpose } = query;
  const role = meter ? query.role : (query.role ?? DEFAULT_ROLE);
  const question = { pod, meter, role, purpose, whole: spanOf(asked.whole) };
  const aggregates = sources.aggregates.ofPod(request.caller, question);
  reply.raw.once('close', aggregates.end);
  const read: ReadPage = async (startMs, wanted) => {
    const { intervals, nextMs } = asked.page(startMs, query.limit ?? MOST_INTERVALS);
    const page = await aggregates.page({ ...wanted, intervals });
    return { ...page, ...(nextMs === undefined ? {} : { nextMs }) };
  };
  const tell = ({ withheld = [] }: Page) => {
    const text = withheld.map(withheldAnswer).map(({ from, until }) => `${from}/${until}`);
    if (text.length > 0) reply.header('access-layer-withheld', text.join(', '));
  };
  const envelope = ({ withheld = [] }: Page) => ({
    head: { pod, zone: query.zone ?? DEFAULT_ZONE, step: query.step },
    list: 'intervals',
    tail: withheld.length > 0 ? { withheld: withheld.map(withheldAnswer) } : {},
  });
  return answer({ sources, request, reply, form, asked, read, tell, envelope, columns: POD_COLUMNS });
}

async function allPods(sources: ApiSources, request: FastifyRequest, reply: FastifyReply) {
  const form = negotiate(request.headers.accept, AGGREGATE_FORMS);
  const query = request.query as Asked & { groupBy: Grouping };
  const asked = askedIntervals(query);
  const { groupBy, purpose, role = DEFAULT_ROLE } = query;
  const read: ReadPage = async (startMs, wanted) => {
    const plan = await sources.aggregates.plan(request.caller, {
      groupBy,
      purpose,
      role,
      whole: spanOf(asked.whole),
    });
    const bound = Math.min(MOST_CELLS / plan.questions.length, MOST_ROWS / plan.groups);
    const most = Math.max(1, Math.floor(Math.min(query.limit ?? MOST_INTERVALS, bound)));
    const { intervals, nextMs } = asked.page(startMs, most);
    const page = await sources.aggregates.acrossPods(plan, { ...wanted, intervals });
    const { pods, hiddenPods } = plan;
    return { ...page, pods, hiddenPods, ...(nextMs === undefined ? {} : { nextMs }) };
  };
  const tell = ({ hiddenPods }: Page) => void reply.header('access-layer-hidden-pods', hiddenPods);
  const envelope = ({ pods, hiddenPods }: Page) => ({
    head: { groupBy, zone: query.zone ?? DEFAULT_ZONE, step: query.step, pods, hiddenPods },
    list: 'cells',
    tail: {},
  });
  return answer({ sources, request, reply, form, asked, read, tell, envelope, columns: GROUP_COLUMNS });
}

interface Page extends TextPage {
  /** Where the next page begins; absent on the last. */
  nextMs?: number;
  withheld?: { fromMs: number; untilMs: number }[];
  pods?: number;
  hiddenPods?: number;
}

type ReadPage = (
  startMs: number,
  wanted: { form: RowForm; signal: AbortSignal; isBegun: boolean },
) => Promise<Page>;

interface Answering {
  sources: ApiSources;
  request: FastifyRequest;
  reply: FastifyReply;
  form: Form;
  asked: AskedIntervals;
  read: ReadPage;
  /** Says in headers what the rows cannot. */
  tell: (page: Page) => void;
  envelope: (page: Page) => { head: object; list: string; tail: object };
  columns: Columns;
}

/** The first page is there before the answer begins, so that what is refused is refused with a status. */
async function answer({ sources, request, reply, form, asked, read, tell, envelope, columns }: Answering) {
  const { limit, cursor } = request.query as Asked;
  const signal = goneSignal(reply);
  const rows: RowForm = form === PARQUET ? 'text/csv' : form;
  if (form === PARQUET && (limit ?? cursor) !== undefined)
    throw badRequest(
      limit === undefined ? 'cursor' : 'limit',
      limit ?? cursor,
      'none with Parquet, which comes whole',
    );
  const first = await read(asked.firstMs, { form: rows, signal, isBegun: false });
  tell(first);
  const away = tellArchived(reply, sources.archived(spanOf(asked.whole)));
  const next = first.nextMs === undefined ? undefined : intervalCursor(first.nextMs);
  if (form === 'application/json') {
    linkNext(request, reply, next);
    const { head, list, tail } = envelope(first);
    const end = JSON.stringify({ ...tail, ...away, ...(next === undefined ? {} : { next }) }).slice(1);
    const text = `${JSON.stringify(head).slice(0, -1)},"${list}":[${new TextDecoder().decode(first.bytes)}]`;
    const whole = `${text}${end === '}' ? '' : ','}${end}`;
    reply.type(form);
    return isOver({ untilMs: asked.whole.endMs })
      ? sendConditional(request, reply, whole)
      : reply.send(whole);
  }
  const all = bytesOf<Page, number>(
    first,
    (startMs) => read(startMs, { form: rows, signal, isBegun: true }),
    ({ nextMs }) => (limit === undefined ? nextMs : undefined),
  );
  if (limit !== undefined) linkNext(request, reply, next);
  if (form === 'application/x-ndjson') return sendStream(reply, form, all);
  const csv = withHeader(csvHeader(columns), all);
  if (form === 'text/csv') return sendStream(reply, contentType(form), csv);
  return reply.type(form).send(await sources.parquet.fromCsv(csv, columns, signal));
}

function spanOf({ startMs, endMs }: TimeInterval) {
  return { fromMs: startMs, untilMs: endMs };
}
