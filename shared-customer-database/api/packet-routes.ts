import type { Hex } from '@access-layer/core/bytes';
import { ProofFile } from '@access-layer/core/proof';
import { sendConditional, UNCHANGED } from '@access-layer/kit/conditional';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { StoredPacket } from '../store.ts';
import { packetAnswer } from './answers.ts';
import { type ApiSources, knownPod } from './api.ts';
import { tellArchived } from './archived.ts';
import { createCertifier } from './certificate.ts';
import { cursorReader, encodeCursor } from './cursor.ts';
import { negotiate } from './media-type.ts';
import { createProofs } from './proof-file.ts';
import { parseRange } from './range.ts';
import {
  ErrorAnswer,
  HashParams,
  PacketAnswer,
  PacketsAnswer,
  PacketsQuerystring,
  PodParams,
} from './schemas.ts';

const DEFAULT_LIMIT = 1000;
/** A packet has up to 64 KiB: a page of them is smaller than one of readings may be. */
const MOST_A_PAGE = 1000;

export const readPacketCursor = cursorReader(
  Type.Object({ fromMs: Type.Integer(), node: Type.String(), seq: Type.Integer() }),
);

export const packetRoutes: FastifyPluginCallbackTypebox<ApiSources> = (http, sources, done) => {
  http.get(
    '/v1/readings/:hash/proof',
    {
      schema: {
        operationId: 'proof',
        tags: ['proofs'],
        summary: 'Proof file of a packet of readings',
        description:
          'Everything that a stranger needs to check the packet without us, beside his own network file: ' +
          '`access-layer verify FILE`.',
        params: HashParams,
        response: {
          200: { description: 'A *.proof.json file', content: { 'application/json': { schema: ProofFile } } },
          304: UNCHANGED,
          400: ErrorAnswer,
          404: ErrorAnswer,
          409: ErrorAnswer,
        },
      },
    },
    async (request, reply) => {
      const packet = await sources.released.packet(request.caller, request.params.hash as Hex);
      const proof = await createProofs(sources)(packet);
      return sendProof(request, reply, packet, proof);
    },
  );

  http.get(
    '/v1/packets/:hash',
    {
      schema: {
        operationId: 'packet',
        tags: ['packets'],
        summary: 'A packet exactly as it was signed',
        description:
          'As JSON; or as text/plain, which is the signed message itself: signature, line feed, payload.',
        params: HashParams,
        response: {
          200: {
            description: 'The packet',
            content: {
              'application/json': { schema: PacketAnswer },
              'text/plain': { schema: Type.String() },
            },
          },
          400: ErrorAnswer,
          404: ErrorAnswer,
          406: ErrorAnswer,
        },
      },
    },
    async (request, reply) => {
      const form = negotiate(request.headers.accept, ['application/json', 'text/plain'] as const);
      const packet = await sources.released.packet(request.caller, request.params.hash as Hex);
      if (form === 'text/plain') {
        return reply.type('text/plain; charset=utf-8').send(`${packet.signature}\n${packet.payload}`);
      }
      return reply.send(packetAnswer(packet, createCertifier(sources.batches)(packet)));
    },
  );

  http.get(
    '/v1/pods/:pod/packets',
    {
      schema: {
        operationId: 'packets',
        tags: ['packets'],
        summary: 'Packets of a PoD over a time range, of every type',
        params: PodParams,
        querystring: PacketsQuerystring,
        response: { 200: PacketsAnswer, 400: ErrorAnswer, 404: ErrorAnswer },
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
      const certify = createCertifier(sources.batches);
      const packets = items.map((packet) => packetAnswer(packet, certify(packet)));
      const away = tellArchived(reply, sources.archived(range));
      return { pod, packets, hidden, ...(next && { next: encodeCursor(next) }), ...away };
    },
  );
  done();
};

function sendProof(
  request: FastifyRequest,
  reply: FastifyReply,
  { node, seq }: StoredPacket,
  proof: ProofFile,
) {
  reply.header('content-disposition', `attachment; filename="${node}-${seq}.proof.json"`);
  return sendConditional(request, reply.type('application/json'), `${JSON.stringify(proof, null, 1)}\n`);
}
