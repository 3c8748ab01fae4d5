import { sendConditional, UNCHANGED } from '@access-layer/kit/conditional';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { PARQUET } from '../exports/parquet.ts';
import type { ReadingPage, ReadingPageTask } from '../exports/reading-page-task.ts';
import { csvHeader } from '../exports/row-text.ts';
import type { ReadingsQuestion, Withheld } from '../released/released.ts';
import type { ReadingCursor, ReadingsQuery } from '../store.ts';
import { withheldAnswer } from './answers.ts';
import { type ApiSources, knownPod } from './api.ts';
import { tellArchived } from './archived.ts';
import { badRequest } from './bad-request.ts';
import { createCertifier } from './certificate.ts';
import { cursorReader, encodeCursor } from './cursor.ts';
import { negotiate } from './media-type.ts';
import { bytesOf, contentType, goneSignal, linkNext, sendStream, withHeader } from './paged-answer.ts';
import { isOver, parseRange } from './range.ts';
import { READING_COLUMNS, READING_FORMS, type ReadingText, readingText } from './reading-forms.ts';
import { ErrorAnswer, PodParams, ReadingAnswer, ReadingsAnswer, ReadingsQuerystring } from './schemas.ts';

const DEFAULT_LIMIT = 1000;
/** A page of more readings is made in a worker thread; of fewer, handing it over would cost more than making it. */
const MOST_ON_LOOP = 1000;
/** Readings that an answer without an end of its own takes from the store at once: about 1 MB of text. */
const CHUNK = 2000;

const readCursor = cursorReader(
  Type.Object({ timeMs: Type.Integer(), node: Type.String(), seq: Type.Integer(), position: Type.Integer() }),
);

export const readingRoutes: FastifyPluginCallbackTypebox<ApiSources> = (http, sources, done) => {
  http.get(
    '/v1/pods/:pod/readings',
    {
      schema: {
        operationId: 'readings',
        tags: ['readings'],
        summary: 'Readings of a PoD over a time range',
        description:
          'In the order of their times. JSON comes in pages (1000 readings where no limit is given; `next` is the cursor of ' +
          'the next page). NDJSON and CSV come whole, as a stream, or with `limit` as a page whose next one is in the `Link` ' +
          'header; Parquet comes whole, with the columns of the CSV. A reading of an interval belongs to the range that holds the instant before its end, so a UTC day has ' +
          'its 96 quarter-hours.',
        params: PodParams,
        querystring: ReadingsQuerystring,
        response: {
          200: {
            description: 'Readings',
            content: {
              'application/json': { schema: ReadingsAnswer },
              'application/x-ndjson': { schema: ReadingAnswer },
              'text/csv': { schema: Type.String({ description: 'RFC 4180 with a header line' }) },
              [PARQUET]: { schema: Type.String({ format: 'binary', description: 'Apache Parquet' }) },
            },
          },
          304: UNCHANGED,
          400: ErrorAnswer,
          404: ErrorAnswer,
          406: ErrorAnswer,
          503: ErrorAnswer,
        },
      },
    },
    (request, reply) => answer(sources, request as never, reply),
  );
  done();
};

type Request = FastifyRequest<{
  Params: Type.Static<typeof PodParams>;
  Querystring: Type.Static<typeof ReadingsQuerystring>;
}>;

async function answer(sources: ApiSources, request: Request, reply: FastifyReply) {
  const form = negotiate(request.headers.accept, READING_FORMS);
  const { meter, limit, cursor } = request.query;
  const { pod } = knownPod(sources, request.params.pod);
  const query = { pod, meter, ...parseRange(request.query), cursor: readCursor(cursor) };
  const signal = goneSignal(reply);
  const question = sources.released.readings(request.caller, query);
  reply.raw.once('close', question.end);
  const { archived } = tellArchived(reply, sources.archived(query));
  const read = (text: ReadingText, from: ReadingCursor | undefined, count: number, isBegun = false) =>
    pageOf(sources, question, { ...query, cursor: from, limit: count }, text, { signal, isBegun });
  if (form === 'application/json' || (limit !== undefined && form !== PARQUET)) {
    const page = await read(form, query.cursor, limit ?? DEFAULT_LIMIT);
    return sendPage(request, reply, form, query, { ...page, archived });
  }
  if (form === PARQUET && (limit ?? cursor) !== undefined) {
    const name = limit === undefined ? 'cursor' : 'limit';
    throw badRequest(name, limit ?? cursor, 'none with Parquet, which comes whole');
  }
  const text = form === PARQUET ? 'text/csv' : form;
  const first = await read(text, query.cursor, CHUNK);
  tellWithheld(reply, first);
  // The next chunk is asked for, rules included, when the client has taken the last.
  const chunks = bytesOf<Page, ReadingCursor>(
    first,
    (next) => read(text, next, CHUNK, true),
    ({ next }) => next,
  );
  if (form === 'application/x-ndjson') return sendStream(reply, form, chunks);
  const csv = withHeader(csvHeader(READING_COLUMNS), chunks);
  if (form === 'text/csv') return sendStream(reply, contentType(form), csv);
  return reply.type(form).send(await sources.parquet.fromCsv(csv, READING_COLUMNS, signal));
}

type Page = Pick<ReadingPage, 'bytes' | 'next'> & Withheld & { /** All of it. */ isAnchored: boolean };

/** One page as text, as far as the caller may read it now. */
async function pageOf(
  { batches, pages }: ApiSources,
  question: ReadingsQuestion,
  query: ReadingsQuery,
  form: ReadingText,
  { signal, isBegun }: { signal: AbortSignal; isBegun: boolean },
): Promise<Page> {
  if (query.limit <= MOST_ON_LOOP) {
    const { items, next, withheld } = await question.page(query);
    const certify = createCertifier(batches);
    const bytes = Buffer.from(readingText(items, certify, form));
    const isAnchored = items.every(({ packet }) => certify(packet).stage === 'anchored');
    return { bytes, withheld, isAnchored, ...(next ? { next } : {}) };
  }
  const page = await question.pageBy(query, (spans) => {
    const task: ReadingPageTask = { query, spans, form };
    return pages.run<ReadingPage>(task, signal, { isBegun });
  });
  return { ...page, isAnchored: false };
}

function sendPage(
  request: Request,
  reply: FastifyReply,
  form: ReadingText,
  { pod, ...range }: Pick<ReadingsQuery, 'pod' | 'untilMs'>,
  { bytes, next, withheld, isAnchored, archived }: Page & { archived: object[] | undefined },
) {
  const cursor = next && encodeCursor(next);
  tellWithheld(reply, { withheld });
  linkNext(request, reply, cursor);
  reply.type(contentType(form));
  const text = new TextDecoder().decode(bytes);
  const send = (whole: string) =>
    isAnchored && !archived && isOver(range) ? sendConditional(request, reply, whole) : reply.send(whole);
  if (form === 'text/csv') return send(csvHeader(READING_COLUMNS) + text);
  if (form === 'application/x-ndjson') return send(text);
  const left = withheld.length === 0 ? '' : `,"withheld":${JSON.stringify(withheld.map(withheldAnswer))}`;
  const away = archived ? `,"archived":${JSON.stringify(archived)}` : '';
  const tail = (cursor === undefined ? '' : `,"next":${JSON.stringify(cursor)}`) + left + away;
  return send(`{"pod":${JSON.stringify(pod)},"readings":[${text}]${tail}}`);
}

/** Forms without a place of their own for it say in a header what was left out. */
function tellWithheld(reply: FastifyReply, { withheld }: Withheld): void {
  const text = withheld.map(withheldAnswer).map(({ from, until }) => `${from}/${until}`);
  if (text.length > 0) reply.header('access-layer-withheld', text.join(', '));
}
