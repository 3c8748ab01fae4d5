import { AccessLayerError } from '@access-layer/core/errors';
import { formatTime } from '@access-layer/core/time';
import { callerOf } from '@access-layer/kit/token';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import type { Access } from '../access/access.ts';
import { badRequest } from '../api/bad-request.ts';
import { describeErrors } from '../api/describe-errors.ts';
import { ErrorAnswer } from '../api/schemas.ts';
import { compileIngestionValidator } from '../ingestion-api/check.ts';
import type { Released } from '../released/released.ts';
import {
  ArchiveStatusAnswer,
  CalendarAnswer,
  CalendarQuery,
  DamagesAnswer,
  RestoreAnswer,
  RestoreParams,
  RestoreRequest,
  RestoresAnswer,
} from './archive-schemas.ts';
import { archiveStatus, calendarOf, restoreAnswer } from './calendar.ts';
import type { LifecycleBook } from './lifecycle-book.ts';
import { DAY_MS } from './policy.ts';

export interface ArchiveSources {
  released: Pick<Released, 'requireView'>;
  book: LifecycleBook;
}

export const ARCHIVE_TAG = {
  name: 'archive',
  description: 'Where each day is, and days brought back from the archive',
};
const tags = [ARCHIVE_TAG.name];
const KEPT_DAYS = 7;
const MOST_DAYS = 366;

/** What is read of the life of days. */
export const archiveReadRoutes: FastifyPluginCallbackTypebox<ArchiveSources> = (
  http,
  { released, book },
  done,
) => {
  const errors = { 400: ErrorAnswer, 403: ErrorAnswer };

  http.get(
    '/v1/archive/calendar',
    {
      schema: {
        ...{ operationId: 'archive-calendar', tags, querystring: CalendarQuery },
        summary: 'Each day: hot, warm, cold, archived, restored or damaged, with counts and sizes',
        response: { 200: CalendarAnswer, ...errors },
      },
    },
    async ({ caller, query }) => {
      await released.requireView(caller, 'archive');
      return { days: calendarOf(book, { ...daysOf(query), nowMs: Date.now() }) };
    },
  );

  http.get(
    '/v1/archive/status',
    {
      schema: {
        ...{ operationId: 'archive-status', tags },
        summary: 'Figures over all days: how many are where, sizes, damages, the last verification',
        response: { 200: ArchiveStatusAnswer, ...errors },
      },
    },
    async ({ caller }) => {
      await released.requireView(caller, 'archive');
      return archiveStatus(book, Date.now());
    },
  );

  http.get(
    '/v1/archive/damages',
    {
      schema: {
        ...{ operationId: 'archive-damages', tags, querystring: CalendarQuery },
        summary:
          'What the last checks of the archive found: file, bytes, rows and packet, as near as they can be named',
        response: { 200: DamagesAnswer, ...errors },
      },
    },
    async ({ caller, query }) => {
      await released.requireView(caller, 'archive');
      const damages = book.damages(daysOf(query));
      return {
        damages: damages.map(({ foundAtMs, ...damage }) => ({ ...damage, foundAt: formatTime(foundAtMs) })),
      };
    },
  );

  http.get(
    '/v1/archive/restores',
    {
      schema: {
        ...{ operationId: 'restores', tags },
        summary: 'What was brought back from the archive, the latest first',
        response: { 200: RestoresAnswer, ...errors },
      },
    },
    async ({ caller }) => {
      await released.requireView(caller, 'archive');
      return { restores: book.restores().map(restoreAnswer) };
    },
  );

  http.get(
    '/v1/archive/restores/:id',
    {
      schema: {
        ...{ operationId: 'restore', tags, params: RestoreParams },
        summary: 'One of them, and how far it is',
        response: { 200: RestoreAnswer, ...errors, 404: ErrorAnswer },
      },
    },
    async ({ caller, params }) => {
      await released.requireView(caller, 'archive');
      return restoreAnswer(known(book, params.id));
    },
  );
  done();
};

export interface ArchiveWriteSources {
  access: Pick<Access, 'may'>;
  book: LifecycleBook;
}

const WRITE = { config: { scope: 'ingest:write' } } as const;

/** What is asked of the archive. */
export async function archiveWriteRoutes(
  http: FastifyInstance,
  { access, book }: ArchiveWriteSources,
): Promise<void> {
  http.setValidatorCompiler(compileIngestionValidator as never);
  http.setSerializerCompiler(() => (value) => JSON.stringify(value));
  http.addHook('onRoute', describeErrors);
  const errors = { 400: ErrorAnswer, 403: ErrorAnswer };

  http.post(
    '/v1/archive/restores',
    {
      ...WRITE,
      schema: {
        ...{ operationId: 'ask-restore', tags, body: RestoreRequest },
        summary: 'Bring days back from the archive for a time',
        description:
          'Every packet passes what live data pass: signature, place in its batch, the root on the chain. What does not is ' +
          'named under `GET /v1/archive/damages` and not served. The answer comes at once; the restore is done when its ' +
          '`state` is `restored`.',
        response: { 202: RestoreAnswer, ...errors, 413: ErrorAnswer, 415: ErrorAnswer },
      } as object,
    },
    async (request, reply) => {
      const caller = callerOf(request);
      await requireAdminister(access, caller);
      const {
        from,
        until,
        days = KEPT_DAYS,
      } = request.body as { from: string; until: string; days?: number };
      const { from: fromDay, until: untilDay } = daysOf({ from, until });
      const count = (Date.parse(until) - Date.parse(from)) / DAY_MS;
      if (count > MOST_DAYS) throw badRequest('until', until, `at most ${MOST_DAYS} days after ${from}`);
      const nowMs = Date.now();
      const restore = book.askRestore({
        ...{ fromDay: fromDay!, untilDay: untilDay!, requestedAtMs: nowMs, endsAtMs: nowMs + days * DAY_MS },
        requestedBy: [caller.role, caller.party ?? caller.customer].filter(Boolean).join(' '),
      });
      return reply
        .code(202)
        .header('location', `/v1/archive/restores/${restore.id}`)
        .send(restoreAnswer(restore));
    },
  );

  http.delete(
    '/v1/archive/restores/:id',
    {
      ...WRITE,
      schema: {
        ...{ operationId: 'end-restore', tags, params: RestoreParams },
        summary: 'End a restore now: its days leave the store again',
        response: { 200: RestoreAnswer, ...errors, 404: ErrorAnswer },
      } as object,
    },
    async (request) => {
      await requireAdminister(access, callerOf(request));
      const restore = known(book, (request.params as { id: string }).id);
      const ended = { ...restore, endsAtMs: Math.min(restore.endsAtMs, Date.now()) };
      book.keepRestore(ended);
      return restoreAnswer(ended);
    },
  );
}

async function requireAdminister(
  access: Pick<Access, 'may'>,
  caller: ReturnType<typeof callerOf>,
): Promise<void> {
  const { allowed } = await access.may(caller, 'administer', { type: 'Service', service: 'archive' });
  if (allowed) return;
  throw new AccessLayerError({
    code: 'SCD_FORBIDDEN',
    message: `no rule lets ${caller.role} bring days back from the archive`,
  });
}

function known(book: LifecycleBook, id: string) {
  const restore = book.restore(id);
  if (restore) return restore;
  throw new AccessLayerError({
    code: 'SCD_RESTORE_UNKNOWN',
    message: `there is no restore "${id}"; GET /v1/archive/restores lists them`,
  });
}

/** @throws AccessLayerError SCD_BAD_REQUEST for what is no day, or ends before it begins */
function daysOf({ from, until }: { from?: string; until?: string }): { from?: string; until?: string } {
  for (const [name, day] of [
    ['from', from],
    ['until', until],
  ] as const) {
    if (day === undefined || isDay(day)) continue;
    throw badRequest(name, day, 'a UTC day, for example 2026-02-01');
  }
  if (from !== undefined && until !== undefined && until <= from)
    throw badRequest('until', until, `a day after from (${from}); the range is from ≤ day < until`);
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
}

function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
