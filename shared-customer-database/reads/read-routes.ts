import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import type { ProofFile } from '@access-layer/core/proof';
import { formatTime } from '@access-layer/core/time';
import { callerOf } from '@access-layer/kit/token';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import type { Access } from '../access/access.ts';
import { type ApiSources, knownPod } from '../api/api.ts';
import { cursorReader, encodeCursor } from '../api/cursor.ts';
import { ErrorAnswer, PodParams } from '../api/schemas.ts';
import type { StatementCertificates } from '../ingestion-api/statement-certificates.ts';
import type { Entry, KeptMessage, ReadReader } from './read-reader.ts';
import {
  LedgerAnswer,
  LedgerQuery,
  PROOF_ANSWERS,
  ReadProofParams,
  ReadsAnswer,
  ReadsQuery,
} from './read-schemas.ts';
import { createReleasedReads } from './released-reads.ts';

export interface ReadRoutesOptions extends Pick<ApiSources, 'ledger' | 'podPattern'> {
  reader: ReadReader;
  access: Pick<Access, 'allowedRanges' | 'may'>;
  certificates: StatementCertificates;
  network: string;
  /** Name of the service that signs. */
  service: string;
  /** That an erasure names a message. */
  erasedBy: (messageHash: Hex) => ErasedBy;
}

type ErasedBy = { erasure?: number; leafIndex?: number; count?: number; proof?: Hex[] };

const DEFAULT_LIMIT = 100;
const readIdCursor = cursorReader(Type.Object({ id: Type.Integer() }));

/** Who has read what: for whose data it is, and for who audits that nothing was left out. */
export const readRoutes: FastifyPluginCallbackTypebox<ReadRoutesOptions> = (http, options, done) => {
  const { reader, certificates, network, service } = options;
  const released = createReleasedReads(options);
  const podOf = (text: string) => knownPod(options as unknown as ApiSources, text).pod;

  http.get(
    '/v1/pods/:pod/reads',
    {
      schema: {
        operationId: 'reads',
        tags: ['reads'],
        summary: 'Who has read the data of a PoD, when, what, for what purpose and by which consent',
        description:
          'One entry a query, and one for each holder of the time that was asked for. An entry is there when the answer ' +
          'that it is about is given; it is signed and anchored a little later. `unusual` points out a reader who is new, ' +
          'or reads much more than usual; the topic `unusual-reads` of the Events API tells at once.',
        params: PodParams,
        querystring: ReadsQuery,
        response: { 200: ReadsAnswer, 400: ErrorAnswer, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const pod = podOf(request.params.pod);
      const { limit = DEFAULT_LIMIT, cursor, unusual } = request.query;
      const before = readIdCursor(cursor)?.id ?? Number.MAX_SAFE_INTEGER;
      const asked = { pod, limit, before, unusual: unusual !== undefined };
      const { items, hidden, next } = await released.ofPod(callerOf(request), asked);
      const show = entryAnswers(reader, certificates);
      return { pod, items: items.map(show), hidden, ...(next ? { next: encodeCursor({ id: next }) } : {}) };
    },
  );

  http.get(
    '/v1/pods/:pod/reads/:seq/proof',
    {
      schema: {
        operationId: 'read-proof',
        tags: ['reads'],
        summary: 'Proof file of the signed message that entries of a PoD stand in',
        description:
          'A message holds entries of one PoD and one holder only, so he may have the whole of it.',
        params: ReadProofParams,
        response: PROOF_ANSWERS,
      },
    },
    async (request, reply) => {
      const pod = podOf(request.params.pod);
      const seq = Number(request.params.seq);
      const message = (await released.mayHave(callerOf(request), pod, seq)) ? reader.message(seq) : undefined;
      if (!message) throw unknownMessage(pod, seq);
      const proof = await certificates.proof(message.payloadHash);
      return sendFile(reply, `${pod}-reads-${seq}.proof.json`, proof);
    },
  );

  http.get(
    '/v1/read-ledger',
    {
      schema: {
        operationId: 'read-ledger',
        tags: ['reads'],
        summary: 'The signed messages of the read ledger in their order, with their proofs',
        description:
          'For an auditor: `access-layer ledger verify` checks every signature, that no message was left out or changed, ' +
          'and that each is anchored.',
        querystring: LedgerQuery,
        response: { 200: LedgerAnswer, 400: ErrorAnswer, 403: ErrorAnswer },
      },
    },
    async (request) => {
      await released.requireAll(callerOf(request));
      const { from = 0, limit = DEFAULT_LIMIT } = request.query;
      const messages = await Promise.all(
        reader.messages(from, limit).map((message) => messageAnswer(message, options)),
      );
      const next = messages.length === limit ? { next: messages.at(-1)!.seq + 1 } : {};
      return { network, sender: service, messages, ...next };
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

/** How far an entry is, and in which message it stands. */
interface Placed {
  stage: 'entered' | 'signed' | 'sealed' | 'anchored';
  message?: { seq: number; payloadHash: string; proof: string };
}

/** Entries as the API shows them; each message is looked up once. */
function entryAnswers(reader: ReadReader, certificates: StatementCertificates) {
  const known = new Map<number, Placed>();
  const placeOf = (seq: number, pod: string): Placed => {
    const found = known.get(seq);
    if (found) return found;
    const { payloadHash } = reader.message(seq)!;
    const path = `/v1/pods/${pod}/reads/${seq}`;
    const { stage } = certificates.stageOf(payloadHash, path);
    const message = { seq, payloadHash, proof: `${path}/proof` };
    const shown: Placed = { stage: stage === 'accepted' ? 'signed' : stage, message };
    known.set(seq, shown);
    return shown;
  };
  return (entry: Entry) => {
    const { holders: _, atMs, fromMs, untilMs, message, consents, unusual, ...rest } = entry;
    const place: Placed = message === undefined ? { stage: 'entered' } : placeOf(message, entry.pod);
    return {
      ...rest,
      ...{ at: formatTime(atMs), from: formatTime(fromMs), until: formatTime(untilMs) },
      consents: consents.map((id) => ({ id, revocation: `/v1/consents/${id}/revocation` })),
      ...(unusual ? { unusual } : {}),
      ...place,
    };
  };
}

/** With its proof where it is anchored, else with its texts. */
async function messageAnswer(
  message: KeptMessage,
  { certificates, erasedBy }: Pick<ReadRoutesOptions, 'certificates' | 'erasedBy'>,
) {
  const { seq, type, payloadHash, messageHash, payload, signature } = message;
  const head = { seq, type, payloadHash, messageHash };
  if (payload === '') return { ...head, erased: erasedBy(messageHash) };
  try {
    return { ...head, proof: await certificates.proof(payloadHash) };
  } catch (error) {
    if (!(error instanceof AccessLayerError)) throw error;
    return { ...head, payload, signature };
  }
}

function unknownMessage(pod: string, seq: number): AccessLayerError {
  const message = `no message ${seq} of the read ledger is about ${pod} alone and yours; GET /v1/pods/${pod}/reads lists yours`;
  return new AccessLayerError({ code: 'SCD_HASH_UNKNOWN', message });
}
