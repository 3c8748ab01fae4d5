import { Readable } from 'node:stream';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import type { Withheld } from '../released/released.ts';
import type { Page, ReadingCursor, StoredReading } from '../store.ts';
import { withheldAnswer } from './answers.ts';
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
      const { caller } = request;
      const { released } = sources;
      const form = negotiate(request.headers.accept, READING_FORMS);
      const { meter, limit, cursor } = request.query;
      const { pod } = knownPod(sources, request.params.pod);
      const query = { pod, meter, ...parseRange(request.query), cursor: readCursor(cursor) };
      if (form === 'application/json' || limit !== undefined) {
        const page = await released.readings(caller, { ...query, limit: limit ?? DEFAULT_LIMIT });
        return sendPage(sources, reply, form, pod, page, request.url);
      }
      const read = (from?: ReadingCursor) =>
        released.readings(caller, { ...query, cursor: from, limit: CHUNK });
      const first = await read(query.cursor);
      tellWithheld(reply, first);
      return sendStream(reply, contentType(form), allOf(sources, form, first, read));
    },
  );
  done();
};

function sendPage(
  { batches }: ApiSources,
  reply: FastifyReply,
  form: ReadingForm,
  pod: string,
  page: ReleasedPage,
  url: string,
) {
  const { items, next, withheld } = page;
  const certify = createCertifier(batches);
  const cursor = next && encodeCursor(next);
  tellWithheld(reply, page);
  if (cursor !== undefined) reply.header('link', `<${withCursor(url, cursor)}>; rel="next"`);
  reply.type(contentType(form));
  if (form === 'application/json') {
    const list = toJsonTexts(items, certify).join(',');
    const left = withheld.length === 0 ? '' : `,"withheld":${JSON.stringify(withheld.map(withheldAnswer))}`;
    const tail = (cursor === undefined ? '' : `,"next":${JSON.stringify(cursor)}`) + left;
    return reply.send(`{"pod":${JSON.stringify(pod)},"readings":[${list}]${tail}}`);
  }
  if (form === 'text/csv') return reply.send(CSV_HEADER + toCsvLines(items, certify).join(''));
  return reply.send(linesOf(toJsonTexts(items, certify)));
}

type ReleasedPage = Page<StoredReading, ReadingCursor> & Withheld;

/** Forms without a place of their own for it say in a header what was left out. */
function tellWithheld(reply: FastifyReply, { withheld }: Withheld): void {
  const text = withheld.map(withheldAnswer).map(({ from, until }) => `${from}/${until}`);
  if (text.length > 0) reply.header('access-layer-withheld', text.join(', '));
}

/** The whole range in chunks; the next one is asked for, rules included, when the client has taken the last. */
async function* allOf(
  { batches }: ApiSources,
  form: ReadingForm,
  first: ReleasedPage,
  read: (cursor: ReadingCursor) => Promise<ReleasedPage>,
): AsyncGenerator<string> {
  if (form === 'text/csv') yield CSV_HEADER;
  for (let page = first; ; ) {
    const { items, next } = page;
    const certify = createCertifier(batches);
    if (items.length > 0) {
      yield form === 'text/csv' ? toCsvLines(items, certify).join('') : linesOf(toJsonTexts(items, certify));
    }
    if (!next) return;
    page = await read(next);
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
