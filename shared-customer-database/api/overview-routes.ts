import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { completenessAnswer, podAnswer, quarantineAnswer, withheldAnswer } from './answers.ts';
import { type ApiSources, knownPod } from './api.ts';
import { cursorReader, encodeCursor } from './cursor.ts';
import { parseRange } from './range.ts';
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
  const { ledger, batches, served, lateAfterS, released } = sources;

  http.get(
    '/v1/series',
    {
      schema: {
        operationId: 'series',
        tags: ['pods'],
        summary: 'PoDs of which something is stored, with the first and last of it',
        description:
          'Of PoDs that the caller may see only for a part of the time it says that they are there. GET /v1/pods is the ' +
          'registry: all PoDs, and what they are.',
        querystring: PodsQuery,
        response: { 200: PodsAnswer, 400: ErrorAnswer },
      },
    },
    async ({ caller, query: { cursor, limit = PODS_LIMIT } }) => {
      const after = readPodCursor(cursor)?.pod ?? '';
      const { pods, hidden, next } = await released.series(caller, { after, limit });
      return { pods: pods.map(podAnswer), hidden, ...(next ? { next: encodeCursor({ pod: next }) } : {}) };
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
      const { nodes, withheld } = await released.completeness(request.caller, query);
      const left = withheld.length > 0 ? { withheld: withheld.map(withheldAnswer) } : {};
      return { pod, lateAfterS, nodes: nodes.map(completenessAnswer), ...left };
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
        response: { 200: QuarantineAnswer, 400: ErrorAnswer, 403: ErrorAnswer },
      },
    },
    async ({ caller, query: { cursor, limit = QUARANTINE_LIMIT, reason } }) => {
      await released.requireView(caller, 'quarantine');
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
        response: { 200: StagesAnswer, 403: ErrorAnswer },
      },
    },
    async ({ caller }) => {
      await released.requireView(caller, 'anchors');
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
