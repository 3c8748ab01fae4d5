import { AccessLayerError } from '@access-layer/core/errors';
import { parsePacket } from '@access-layer/core/payload';
import type { Activation } from '@access-layer/core/payloads/activation';
import { ProofFile } from '@access-layer/core/proof';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import { createStatementCertificates } from '../ingestion-api/statement-certificates.ts';
import type { ReleasedSetPoint } from '../released/released-set-points.ts';
import type { StoredPacket } from '../store.ts';
import { packetAnswer } from './answers.ts';
import { type ApiSources, knownPod } from './api.ts';
import { type Certified, createCertifier } from './certificate.ts';
import { cursorReader, encodeCursor } from './cursor.ts';
import { readPacketCursor } from './packet-routes.ts';
import { parseRange } from './range.ts';
import { ErrorAnswer, PodParams } from './schemas.ts';
import {
  ActivationsAnswer,
  ActivationsQuerystring,
  SetPointParams,
  SetPointsAnswer,
} from './set-point-schemas.ts';

const DEFAULT_LIMIT = 100;
const readSetPointCursor = cursorReader(Type.Object({ seq: Type.Integer() }));

/** What the DSO asked of the devices of a PoD, and what became of it. */
export const setPointRoutes: FastifyPluginCallbackTypebox<ApiSources> = (http, sources, done) => {
  http.get(
    '/v1/pods/:pod/set-points',
    {
      schema: {
        operationId: 'pod-set-points',
        tags: ['set-points'],
        summary: 'Set-points of a PoD that are in force in a time range, as they were signed',
        params: PodParams,
        querystring: ActivationsQuerystring,
        response: { 200: SetPointsAnswer, 400: ErrorAnswer, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { pod } = knownPod(sources, request.params.pod);
      const { limit = DEFAULT_LIMIT, cursor } = request.query;
      const after = readSetPointCursor(cursor);
      const query = { pod, ...parseRange(request.query), limit, ...(after && { afterSeq: after.seq }) };
      const { items, hidden, next } = await sources.released.setPoints(request.caller, query);
      const certify = createCertifier(sources.batches);
      const setPoints = items.map((item) => setPointAnswer(item, certify(item.certificate)));
      return { pod, setPoints, hidden, ...(next !== undefined && { next: encodeCursor({ seq: next }) }) };
    },
  );

  http.get(
    '/v1/pods/:pod/set-points/:seq/proof',
    {
      schema: {
        operationId: 'set-point-proof',
        tags: ['set-points'],
        summary: 'Proof file of a set-point, by its number at the PoD',
        params: SetPointParams,
        response: {
          200: { description: 'A *.proof.json file', content: { 'application/json': { schema: ProofFile } } },
          400: ErrorAnswer,
          404: ErrorAnswer,
          409: ErrorAnswer,
        },
      },
    },
    async (request, reply) => {
      const { pod } = knownPod(sources, request.params.pod);
      const seq = Number(request.params.seq);
      const everything = { fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER };
      const query = { pod, ...everything, limit: 1, afterSeq: seq - 1 };
      const [found] = (await sources.released.setPoints(request.caller, query)).items;
      if (found?.certificate.seq !== seq) throw unknownSetPoint(pod, seq);
      const proof = await createStatementCertificates(sources).proof(found.certificate.payloadHash);
      return sendFile(reply, `${pod}-set-point-${seq}.proof.json`, proof);
    },
  );

  http.get(
    '/v1/pods/:pod/activations',
    {
      schema: {
        operationId: 'activations',
        tags: ['set-points'],
        summary: 'What became of set-points at the devices of a PoD, as the Light Node signed it',
        params: PodParams,
        querystring: ActivationsQuerystring,
        response: { 200: ActivationsAnswer, 400: ErrorAnswer, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { pod } = knownPod(sources, request.params.pod);
      const { limit = DEFAULT_LIMIT, cursor } = request.query;
      const { items, hidden, next } = await sources.released.packets(request.caller, {
        ...{ pod, type: 'activation', ...parseRange(request.query), cursor: readPacketCursor(cursor), limit },
      });
      const certify = createCertifier(sources.batches);
      const activations = items.map((packet) => activationAnswer(packet, certify(packet)));
      return { pod, activations, hidden, ...(next && { next: encodeCursor(next) }) };
    },
  );
  done();
};

function sendFile(reply: FastifyReply, name: string, proof: ProofFile) {
  return reply
    .header('content-disposition', `attachment; filename="${name}"`)
    .type('application/json')
    .send(`${JSON.stringify(proof, null, 1)}\n`);
}

function setPointAnswer({ setPoint, certificate }: ReleasedSetPoint, certified: Certified) {
  const { id, pod, node, seq, service, mode, valueW, from, until, issuedAt, expiresAt, order } = setPoint;
  const { payload, signature, signer } = certificate;
  const proof = `/v1/pods/${pod}/set-points/${seq}/proof`;
  return {
    ...{ id, pod, node, seq, service, mode, valueW, from, until, issuedAt, expiresAt, order },
    ...{ payload, signature, signer, stage: certified.stage },
    certificate: { ...certified.certificate, proof },
  };
}

function activationAnswer(packet: StoredPacket, certified: Certified) {
  const parsed = parsePacket(packet.payload);
  const { setPoint, setPointHash, status, reason, ems, commandedW, measuredW, at } = (
    parsed.ok ? parsed.payload : {}
  ) as Activation;
  return {
    ...packetAnswer(packet, certified),
    ...{ setPoint, setPointHash, status, reason, ems, commandedW, measuredW, at },
  };
}

function unknownSetPoint(pod: string, seq: number): AccessLayerError {
  const message = `${pod} has no set-point of number ${seq} that you may see; GET /v1/pods/${pod}/set-points lists them`;
  return new AccessLayerError({ code: 'SCD_HASH_UNKNOWN', message });
}
