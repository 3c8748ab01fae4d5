import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { completenessOf } from '../ledger/completeness.ts';
import { completenessAnswer, podAnswer, quarantineAnswer } from './answers.ts';
import { type ApiSources, knownPod } from './api.ts';
import { cursorReader, encodeCursor, parseRange } from './range.ts';
import {
  CompletenessAnswer,
  CompletenessQuerystring,
  ErrorAnswer,
  PodParams,
  PodsAnswer,
  PodsQuery,
  QuarantineAnswer,
  QuarantineQuerystring,
  StagesAnswer,
} from './schemas.ts';

const PODS_LIMIT = 1000;
const QUARANTINE_LIMIT = 100;

const readPodCursor = cursorReader(Type.Object({ pod: Type.String() }));
const readIdCursor = cursorReader(Type.Object({ id: Type.Integer() }));

export const overviewRoutes: FastifyPluginCallbackTypebox<ApiSources> = (http, sources, done) => {
  const { ledger, batches, served, lateAfterS } = sources;

  http.get(
    '/v1/pods',
    {
      schema: {
        operationId: 'pods',
        tags: ['pods'],
        summary: 'PoDs of which something is stored',
        querystring: PodsQuery,
        response: { 200: PodsAnswer, 400: ErrorAnswer },
      },
    },
    async ({ query: { cursor, limit = PODS_LIMIT } }) => {
      const pods = ledger.pods(readPodCursor(cursor)?.pod ?? '', limit + 1);
      const page = pods.slice(0, limit);
      const next = pods.length > limit ? { next: encodeCursor({ pod: page.at(-1)!.pod }) } : {};
      return { pods: page.map(podAnswer), ...next };
    },
  );

  http.get(
    '/v1/pods/:pod/completeness',
    {
      schema: {
        operationId: 'completeness',
        tags: ['pods'],
        summary: 'What came of a PoD over a time range, and what is missing',
        description:
          'By node and meter: received, missing (by sequence numbers, with the times between which they lie), late, ' +
          'certified twice, forked; and whether each packet names the hash of the one before.',
        params: PodParams,
        querystring: CompletenessQuerystring,
        response: { 200: CompletenessAnswer, 400: ErrorAnswer, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { pod } = knownPod(sources, request.params.pod);
      const query = { pod, ...parseRange(request.query), lateAfterMs: lateAfterS * 1000 };
      return { pod, lateAfterS, nodes: (await completenessOf(ledger, query)).map(completenessAnswer) };
    },
  );

  http.get(
    '/v1/quarantine',
    {
      schema: {
        operationId: 'quarantine',
        tags: ['operation'],
        summary: 'Records that were put aside, why, and the records themselves',
        querystring: QuarantineQuerystring,
        response: { 200: QuarantineAnswer, 400: ErrorAnswer },
      },
    },
    async ({ query: { cursor, limit = QUARANTINE_LIMIT, reason } }) => {
      const items = ledger.quarantine(readIdCursor(cursor)?.id ?? 0, limit + 1, reason);
      const page = items.slice(0, limit);
      const next = items.length > limit ? { next: encodeCursor({ id: page.at(-1)!.id }) } : {};
      return { items: page.map(quarantineAnswer), ...next };
    },
  );

  http.get(
    '/v1/stages',
    {
      schema: {
        operationId: 'stages',
        tags: ['operation'],
        summary: 'How many packets reached which stage',
        response: { 200: StagesAnswer },
      },
    },
    async () => {
      const { stored, storedReadings, duplicates, quarantined } = ledger.counts();
      const { anchoredPackets, ...states } = batches.counts();
      return {
        ...{ sealed: stored, anchored: anchoredPackets, stored, served: served() },
        ...{ readings: storedReadings, duplicates, quarantined, batches: states },
      };
    },
  );
  done();
};
