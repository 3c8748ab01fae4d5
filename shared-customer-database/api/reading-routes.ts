import { Readable } from 'node:stream';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import type { Page, ReadingCursor, ReadingsQuery, StoredReading } from '../store.ts';
import { type ApiSources, knownPod } from './api.ts';
import { createCertifier } from './certificate.ts';
import { negotiate } from './media-type.ts';
import { cursorReader, encodeCursor, parseRange } from './range.ts';
import { CSV_HEADER, READING_FORMS, type ReadingForm, toCsvLines, toJsonTexts } from './reading-forms.ts';
import { ErrorAnswer, PodParams, ReadingAnswer, ReadingsAnswer, ReadingsQuerystring } from './schemas.ts';

const DEFAULT_LIMIT = 1000;
/** Readings taken from the store at once: about 300 KB of text. */
const CHUNK = 500;

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
          'header. A reading of an interval belongs to the range that holds the instant before its end, so a UTC day has ' +
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
            },
          },
          400: ErrorAnswer,
          404: ErrorAnswer,
          406: ErrorAnswer,
        },
      },
    },
    async (request, reply) => {
      const form = negotiate(request.headers.accept, READING_FORMS);
      const { meter, limit, cursor } = request.query;
      const { pod } = knownPod(sources, request.params.pod);
      const query = { pod, meter, ...parseRange(request.query), cursor: readCursor(cursor) };
      if (form === 'application/json' || limit !== undefined) {
        const page = await sources.store.readings({ ...query, limit: limit ?? DEFAULT_LIMIT });
        return sendPage(sources, reply, form, pod, page, request.url);
      }
      return sendStream(reply, contentType(form), allOf(sources, form, query));
    },
  );
  done();
};

function sendPage(
  { batches }: ApiSources,
  reply: FastifyReply,
  form: ReadingForm,
  pod: string,
  { items, next }: Page<StoredReading, ReadingCursor>,
  url: string,
) {
  const certify = createCertifier(batches);
  const cursor = next && encodeCursor(next);
  if (cursor !== undefined) reply.header('link', `<${withCursor(url, cursor)}>; rel="next"`);
  reply.type(contentType(form));
  if (form === 'application/json') {
    const list = toJsonTexts(items, certify).join(',');
    const tail = cursor === undefined ? '' : `,"next":${JSON.stringify(cursor)}`;
    return reply.send(`{"pod":${JSON.stringify(pod)},"readings":[${list}]${tail}}`);
  }
  if (form === 'text/csv') return reply.send(CSV_HEADER + toCsvLines(items, certify).join(''));
  return reply.send(linesOf(toJsonTexts(items, certify)));
}

/** The whole range in chunks; the store is asked for the next one when the client has taken the last. */
async function* allOf(
  { store, batches }: ApiSources,
  form: ReadingForm,
  query: Omit<ReadingsQuery, 'limit'>,
): AsyncGenerator<string> {
  if (form === 'text/csv') yield CSV_HEADER;
  for (let cursor = query.cursor; ; ) {
    const { items, next } = await store.readings({ ...query, cursor, limit: CHUNK });
    const certify = createCertifier(batches);
    if (items.length > 0) {
      yield form === 'text/csv' ? toCsvLines(items, certify).join('') : linesOf(toJsonTexts(items, certify));
    }
    if (!next) return;
    cursor = next;
  }
}

function sendStream(reply: FastifyReply, type: string, chunks: AsyncGenerator<string>) {
  return reply.type(type).send(Readable.from(chunks, { objectMode: false }));
}

function linesOf(texts: string[]): string {
  return texts.length === 0 ? '' : `${texts.join('\n')}\n`;
}

function contentType(form: ReadingForm): string {
  return form === 'text/csv' ? 'text/csv; charset=utf-8; header=present' : form;
}

function withCursor(url: string, cursor: string): string {
  const next = new URL(url, 'http://localhost');
  next.searchParams.set('cursor', cursor);
  return next.pathname + next.search;
}
