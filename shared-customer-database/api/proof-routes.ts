import { AccessLayerError } from '@access-layer/core/errors';
import { ProofFile } from '@access-layer/core/proof';
import { formatTime } from '@access-layer/core/time';
import { sendConditional, UNCHANGED } from '@access-layer/kit/conditional';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { StoredPacket } from '../store.ts';
import { type ApiSources, knownPod } from './api.ts';
import { encodeCursor } from './cursor.ts';
import { readPacketCursor } from './packet-routes.ts';
import { createProofs } from './proof-file.ts';
import { isOver, parseRange } from './range.ts';
import { ErrorAnswer, PacketsQuerystring, PodParams } from './schemas.ts';

const DEFAULT_LIMIT = 200;
/** Each has a whole packet and some thirty hashes in it. */
const MOST_A_PAGE = 1000;

const Unproven = Type.Object({
  payloadHash: Type.String(),
  node: Type.String(),
  seq: Type.Integer({ minimum: 0 }),
  from: Type.String({ format: 'date-time', description: 'First instant that the packet speaks of' }),
  code: Type.String({
    description:
      'SCD_NOT_ANCHORED: ask again in some seconds; SCD_NO_BINDING: no binding of its key is known',
  }),
});
const ProofsAnswer = Type.Object({
  pod: Type.String(),
  proofs: Type.Array(ProofFile),
  unproven: Type.Array(Unproven),
  hidden: Type.Integer({ minimum: 0, description: 'Packets of the range that you may not see' }),
  next: Type.Optional(Type.String({ description: '`cursor` of the next page; absent on the last' })),
});

export const proofRoutes: FastifyPluginCallbackTypebox<ApiSources> = (http, sources, done) => {
  http.get(
    '/v1/pods/:pod/proofs',
    {
      schema: {
        operationId: 'proofs',
        tags: ['proofs'],
        summary: 'Packets of a PoD over a time range, each as a proof file',
        description:
          'A day in one answer, with all that a stranger needs to check it without us. Each of `proofs` is a *.proof.json ' +
          'file; `unproven` names packets that have none yet, and why.',
        params: PodParams,
        querystring: PacketsQuerystring,
        response: { 200: ProofsAnswer, 304: UNCHANGED, 400: ErrorAnswer, 404: ErrorAnswer },
      },
    },
    async (request, reply) => {
      const { pod } = knownPod(sources, request.params.pod);
      const { type, limit = DEFAULT_LIMIT, cursor } = request.query;
      const range = parseRange(request.query);
      const { items, hidden, next } = await sources.released.packets(request.caller, {
        ...{ pod, type, ...range, cursor: readPacketCursor(cursor) },
        limit: Math.min(limit, MOST_A_PAGE),
      });
      const found = await proofsOf(sources, items);
      const answer = { pod, ...found, hidden, ...(next && { next: encodeCursor(next) }) };
      if (found.unproven.length > 0 || !isOver(range)) return answer;
      return sendConditional(request, reply.type('application/json'), JSON.stringify(answer));
    },
  );
  done();
};

async function proofsOf(sources: ApiSources, packets: StoredPacket[]) {
  const proofOf = createProofs(sources);
  const proofs: ProofFile[] = [];
  const unproven: Type.Static<typeof Unproven>[] = [];
  for (const packet of packets) {
    try {
      proofs.push(await proofOf(packet));
    } catch (error) {
      if (!(error instanceof AccessLayerError)) throw error;
      const { payloadHash, node, seq, fromMs } = packet;
      unproven.push({ payloadHash, node, seq, from: formatTime(fromMs), code: error.code });
    }
  }
  return { proofs, unproven };
}
