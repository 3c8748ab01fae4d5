import { AccessLayerError } from '@access-layer/core/errors';
import { formatTime } from '@access-layer/core/time';
import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Access } from '../access/access.ts';
import { badRequest } from '../api/bad-request.ts';
import { negotiate } from '../api/media-type.ts';
import { parseRange } from '../api/range.ts';
import { ErrorAnswer, PodParams } from '../api/schemas.ts';
import type { Registry } from '../registry.ts';
import type { Cell, MeterSeries } from './aggregate-series.ts';
import type { GroupCell } from './group-cells.ts';
import { GROUPINGS, type Grouping, groupQuestions } from './group-questions.ts';
import { localIntervals, STEPS, type Step, type TimeInterval } from './local-intervals.ts';
import { QUARTER_MS } from './summary.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface AggregateSources {
  access: Pick<Access, 'allowedRanges'>;
  registry: Pick<Registry, 'list' | 'podFacts' | 'statements'>;
  /** Runs `aggregate-task.ts`. */
  pool: WorkerPool;
  podPattern: RegExp;
  /** A cell of fewer customers is not shown to callers that may only see aggregates; 3 where absent. */
  fewestCustomers?: number;
}

const FORMS = ['application/json', 'text/csv'] as const;
const FEWEST_CUSTOMERS = 3;
const MOST_INTERVALS = 3000;
const MOST_CELLS = 200_000;
const DEFAULT_ZONE = 'Europe/Rome';
const RETRY_AFTER_S = 5;

const common = {
  from: Type.String({ description: 'First instant; its interval is whole', example: '2026-02-01T00:00:00Z' }),
  until: Type.String({ description: 'First instant behind the range', example: '2026-03-01T00:00:00Z' }),
  step: Type.Enum([...STEPS], { description: 'Length of an interval', example: 'day' }),
  zone: Type.Optional(
    Type.String({
      description: `IANA time zone of days and months; ${DEFAULT_ZONE} where absent`,
      example: DEFAULT_ZONE,
    }),
  ),
  purpose: Type.Optional(
    Type.String({ minLength: 1, maxLength: 64, description: 'Only under consents for it' }),
  ),
  role: Type.Optional(
    Type.String({ minLength: 1, maxLength: 64, description: 'Role of the meters; exchange where absent' }),
  ),
};
const PodQuery = Type.Object(
  {
    ...common,
    meter: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Only this meter' })),
  },
  { additionalProperties: false },
);
const GroupQuery = Type.Object(
  {
    ...common,
    groupBy: Type.Enum([...GROUPINGS], { description: 'What PoDs are grouped by', example: 'municipality' }),
  },
  { additionalProperties: false },
);
type Asked = Type.Static<typeof PodQuery> & { groupBy?: Grouping };

const Answer = Type.Object({}, { additionalProperties: true });
const response = {
  200: {
    description: 'Aggregates',
    content: { 'application/json': { schema: Answer }, 'text/csv': { schema: Type.String() } },
  },
  ...{ 400: ErrorAnswer, 403: ErrorAnswer, 406: ErrorAnswer, 503: ErrorAnswer },
};

/** Aggregates of one PoD, and across PoDs. The server must have run `requireToken`. */
export function aggregateRoutes(http: FastifyInstance, sources: AggregateSources): void {
  const config = { scope: 'data:read' };
  const schema = {
    operationId: 'aggregates',
    tags: ['aggregates'],
    summary: 'Energy, power and completeness of a PoD over local intervals',
    description:
      'Energy is the difference of the register at the borders of an interval; `quality` says how they are known.',
    ...{ params: PodParams, querystring: PodQuery, response },
  } as object;
  http.get('/v1/pods/:pod/aggregates', { config, schema } as never, (request, reply) =>
    onePod(sources, request, reply),
  );
  const groups = {
    operationId: 'group-aggregates',
    tags: ['aggregates'],
    summary: 'Energy and completeness across PoDs, in groups',
    description:
      'A PoD with several types of service is in several groups. Cells of too few customers are suppressed.',
    ...{ querystring: GroupQuery, response },
  } as object;
  http.get('/v1/aggregates', { config, schema: groups } as never, (request, reply) =>
    allPods(sources, request, reply),
  );
}

async function onePod(sources: AggregateSources, request: FastifyRequest, reply: FastifyReply) {
  const form = negotiate(request.headers.accept, FORMS);
  const asked = request.query as Asked;
  const text = (request.params as { pod: string }).pod;
  const pod = [text, text.slice(0, -1)].find((code) => sources.podPattern.test(code));
  if (!pod) throw badRequest('pod', text, `a PoD code that fits ${sources.podPattern.source}`);
  const intervals = intervalsOf(asked);
  const question = { pod, ...reach(intervals), ...(asked.purpose ? { purpose: asked.purpose } : {}) };
  const caller = callerOf(request);
  const { ranges, refused } = await sources.access.allowedRanges(caller, {
    ...question,
    dataSet: 'aggregates',
  });
  if (refused) throw new AccessLayerError({ code: 'SCD_FORBIDDEN', message: refused });
  const open = await readsSingle(sources, caller, question, ranges);
  const suppressed = !open && (sources.fewestCustomers ?? FEWEST_CUSTOMERS) > 1;
  const task = {
    kind: 'series',
    question: {
      pod,
      ranges,
      meter: asked.meter,
      role: asked.meter ? asked.role : (asked.role ?? 'exchange'),
    },
    intervals,
  };
  const series = suppressed ? [] : await ask<MeterSeries[]>(sources, request, reply, task);
  const rows = series.flatMap(({ meter, role, cells }) =>
    cells.map((cell, i) => ({ meter, role, ...times(intervals[i]!), ...cellAnswer(cell) })),
  );
  const reason = `one customer; at least ${sources.fewestCustomers ?? FEWEST_CUSTOMERS} for callers that may only see aggregates`;
  if (form === 'text/csv' && !suppressed)
    return reply.type('text/csv; charset=utf-8; header=present').send(csvOf(rows));
  return {
    pod,
    zone: asked.zone ?? DEFAULT_ZONE,
    step: asked.step,
    ...(suppressed ? { suppressed: reason } : {}),
    intervals: rows,
  };
}

async function allPods(sources: AggregateSources, request: FastifyRequest, reply: FastifyReply) {
  const form = negotiate(request.headers.accept, FORMS);
  const asked = request.query as Asked & { groupBy: Grouping };
  const intervals = intervalsOf(asked);
  const { questions, hiddenPods, pods } = await groupQuestions(sources, callerOf(request), {
    ...{ groupBy: asked.groupBy, purpose: asked.purpose, role: asked.role ?? 'exchange' },
    ...reach(intervals),
  });
  if (questions.length * intervals.length > MOST_CELLS)
    throw tooLarge(`${questions.length * intervals.length} cells`);
  const cells = await ask<GroupCell[]>(sources, request, reply, { kind: 'groups', questions, intervals });
  const fewest = sources.fewestCustomers ?? FEWEST_CUSTOMERS;
  const rows = cells.map((cell) => groupAnswer(cell, intervals[cell.interval]!, fewest));
  if (form === 'text/csv') {
    reply.header('access-layer-hidden-pods', hiddenPods);
    return reply.type('text/csv; charset=utf-8; header=present').send(csvOf(rows));
  }
  return {
    groupBy: asked.groupBy,
    zone: asked.zone ?? DEFAULT_ZONE,
    step: asked.step,
    pods,
    hiddenPods,
    cells: rows,
  };
}

/** @throws AccessLayerError SCD_BAD_REQUEST, SCD_RANGE_TOO_LARGE */
function intervalsOf({ from, until, step, zone = DEFAULT_ZONE }: Asked): TimeInterval[] {
  const range = parseRange({ from, until });
  let intervals: TimeInterval[] | undefined;
  try {
    intervals = localIntervals(range, step as Step, zone, MOST_INTERVALS);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw badRequest('zone', zone, 'an IANA time zone, for example Europe/Rome');
  }
  if (intervals) return intervals;
  throw tooLarge(`${from} to ${until} by ${step} in ${zone}`);
}

function tooLarge(what: string): AccessLayerError {
  const message = `${what}: at most ${MOST_INTERVALS} intervals and ${MOST_CELLS} cells, with borders on quarter-hours; shorten the range or take a larger step`;
  return new AccessLayerError({ code: 'SCD_RANGE_TOO_LARGE', message });
}

/** The registers just outside count too, where they may be seen. */
function reach(intervals: TimeInterval[]) {
  return {
    from: Math.max(0, intervals[0]!.startMs - 2 * QUARTER_MS),
    until: intervals.at(-1)!.endMs + 2 * QUARTER_MS,
  };
}

/** Whether the single readings are open wherever the aggregates are. */
export async function readsSingle(
  { access }: Pick<AggregateSources, 'access'>,
  caller: ReturnType<typeof callerOf>,
  question: { pod: string; from: number; until: number; purpose?: string },
  ranges: readonly { from: number; until: number }[],
): Promise<boolean> {
  const single = (await access.allowedRanges(caller, { ...question, dataSet: 'measurements' })).ranges;
  const endOf = (until: number) => until || Number.POSITIVE_INFINITY;
  return ranges.every((range) =>
    single.some(({ from, until }) => from <= range.from && endOf(until) >= endOf(range.until)),
  );
}

/** Nobody waits any more when the connection closes before the answer. */
async function ask<Answer>(
  { pool }: AggregateSources,
  { raw }: FastifyRequest,
  reply: FastifyReply,
  task: unknown,
): Promise<Answer> {
  const gone = new AbortController();
  const close = () => gone.abort();
  raw.socket.once('close', close);
  try {
    return await pool.run<Answer>(task, gone.signal);
  } catch (error) {
    if (error instanceof AccessLayerError && error.code === 'SCD_BUSY')
      reply.header('retry-after', RETRY_AFTER_S);
    throw error;
  } finally {
    raw.socket.off('close', close);
  }
}

function times({ startMs, endMs }: TimeInterval) {
  return { from: formatTime(startMs), until: formatTime(endMs) };
}

function cellAnswer({ expected, hidden, covered, readings, qualities, power, ...registers }: Cell) {
  return {
    energyImportWh: registers.import?.energyWh,
    energyExportWh: registers.export?.energyWh,
    powerMinW: power?.minW,
    powerMeanW: power?.meanW,
    powerMaxW: power?.maxW,
    readings,
    quartersExpected: expected,
    quartersCovered: covered,
    quartersHidden: hidden,
    completeness: expected === 0 ? 0 : covered / expected,
    quality: qualities.join(' '),
    importBorders: registers.import && `${registers.import.start} ${registers.import.end}`,
    importFalls: registers.import?.falls,
    importGaps: registers.import?.gaps,
    exportBorders: registers.export && `${registers.export.start} ${registers.export.end}`,
    exportFalls: registers.export?.falls,
    exportGaps: registers.export?.gaps,
  };
}

/** What a caller gets of a group's cell: nothing but the reason where too few customers stand behind it. */
export function groupAnswer(cell: GroupCell, interval: TimeInterval, fewestCustomers: number) {
  const { group, pods, meters, expected, covered, hidden, veiledPods, veiledCustomers } = cell;
  const place = { group, ...times(interval) };
  if (veiledPods > 0 && veiledCustomers < fewestCustomers) {
    const suppressed = `fewer than ${fewestCustomers} customers of whom only aggregates may be seen`;
    return { ...place, suppressed };
  }
  return {
    ...{ ...place, suppressed: undefined, pods, meters },
    ...{ energyImportWh: cell.importWh, energyExportWh: cell.exportWh, powerMeanW: cell.powerMeanW },
    ...{ quartersExpected: expected, quartersCovered: covered, quartersHidden: hidden },
    completeness: expected === 0 ? 0 : covered / expected,
    quality: cell.qualities.join(' '),
    ...{ completeRegisters: cell.completeRegisters, interpolatedBorders: cell.interpolatedBorders },
    ...{ missingBorders: cell.missingBorders, falls: cell.falls, gaps: cell.gaps },
  };
}

/** RFC 4180, with every column that some row has. */
function csvOf(rows: object[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const text = (value: unknown) => {
    const plain = value === undefined ? '' : String(value);
    return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  const lines = rows.map((row) =>
    columns.map((name) => text((row as Record<string, unknown>)[name])).join(','),
  );
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}
