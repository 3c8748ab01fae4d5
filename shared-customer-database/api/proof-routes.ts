import { AccessLayerError } from '@access-layer/core/errors';
import { ProofFile } from '@access-layer/core/proof';
import { formatTime } from '@access-layer/core/time';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { StoredPacket } from '../store.ts';
import { type ApiSources, knownPod } from './api.ts';
import { createProofs } from './proof-file.ts';
import { cursorReader, encodeCursor, parseRange } from './range.ts';
import { ErrorAnswer, PacketCursor, PacketsQuerystring, PodParams, ProofsAnswer } from './schemas.ts';

const DEFAULT_LIMIT = 200;
/** Each has a whole packet and some thirty hashes in it. */
const MOST_A_PAGE = 1000;

const readCursor = cursorReader(PacketCursor);

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
        response: { 200: ProofsAnswer, 400: ErrorAnswer, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { pod } = knownPod(sources, request.params.pod);
      const { type, limit = DEFAULT_LIMIT, cursor } = request.query;
      const { items, hidden, next } = await sources.released.packets(request.caller, {
        ...{ pod, type, ...parseRange(request.query), cursor: readCursor(cursor) },
        limit: Math.min(limit, MOST_A_PAGE),
      });
      return {
        pod,
        ...(await proofsOf(sources, items)),
        hidden,
        ...(next && { next: encodeCursor(next) }),
      };
    },
  );
  done();
};

async function proofsOf(sources: ApiSources, packets: StoredPacket[]) {
  const proofOf = createProofs(sources);
  const proofs: ProofFile[] = [];
  const unproven: object[] = [];
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
