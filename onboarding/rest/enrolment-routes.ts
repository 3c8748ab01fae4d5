import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { writeEnrolmentCode } from '@access-layer/core/enrolment-code';
import type { MeterRole } from '@access-layer/core/payloads/measurement';
import { callerOf } from '@access-layer/kit/token';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { CodePurpose } from '../codes.ts';
import { onboardingError } from '../errors.ts';
import { isKnown, requireActive } from '../life-cycle.ts';
import type { Parts } from '../parts.ts';
import { enrolmentAnswer } from './answers.ts';
import { errors } from './error-answers.ts';
import * as schemas from './schemas.ts';

const LISTED = 200;

/** Codes for new devices. */
export function addEnrolmentRoutes(fastify: FastifyInstance, parts: Parts): void {
  const http = fastify.withTypeProvider<TypeBoxTypeProvider>();
  const { codes, settings, now } = parts;
  const authorityHash = createHash('sha256').update(new X509Certificate(parts.authorityPem).raw).digest();
  const about = (operationId: string, summary: string) => ({ operationId, summary, tags: ['enrolment'] });

  http.get(
    '/v1/enrolments',
    {
      schema: {
        ...about('list-enrolments', 'Codes of Light Nodes, the newest first, without the codes themselves'),
        response: { 200: schemas.EnrolmentList, ...errors() },
      },
    },
    async () => ({ items: codes.list(LISTED).map((code) => enrolmentAnswer(code, now())) }),
  );

  http.post(
    '/v1/enrolments',
    {
      schema: {
        ...about('make-enrolment', 'Make a one-time code with which a device enrols'),
        description:
          'The code is in this answer and nowhere else. It serves one key, once, and for a short time.',
        body: schemas.EnrolmentOrder,
        response: { 201: schemas.NewEnrolment, ...errors(404, 409, 413, 415) },
      },
    },
    async (request, reply) => {
      const { node = newName(), validForS, ...order } = request.body;
      requireSense(parts, { ...order, node });
      const validMs = 1000 * (validForS ?? settings.codeValidS);
      const purpose = { ...alike(parts, order), ...order, node };
      const { secret, code } = codes.add(purpose, { validMs, by: callerOf(request).subject });
      const text = writeEnrolmentCode(secret, authorityHash);
      return reply.code(201).send({ ...enrolmentAnswer(code, now()), code: text, url: settings.device.url });
    },
  );

  http.delete(
    '/v1/enrolments/:id',
    {
      schema: {
        ...about('withdraw-enrolment', 'Withdraw a code that was not used'),
        params: schemas.IdParams,
        response: { 204: Type.Null(), ...errors(404, 409) },
      },
    },
    async ({ params: { id } }, reply) => {
      const known = codes.find(id);
      if (!known) throw onboardingError('ONB_ENROLMENT_UNKNOWN', `there is no enrolment ${id}`);
      if (known.state === 'used')
        throw onboardingError('ONB_NODE_STATE', `the code was used by ${known.node}`);
      codes.withdraw(id);
      return reply.code(204).send(null);
    },
  );
}

/** What the order leaves open, as it is with the node that is replaced. */
function alike(
  { nodes, registry }: Parts,
  { replaces, meter }: { replaces?: string; meter: string },
): Pick<CodePurpose, 'role' | 'place'> {
  if (replaces === undefined) return { role: 'exchange' };
  const same = registry.openOf(replaces).find(({ meterId }) => meterId === meter);
  const place = nodes.find(replaces)?.place;
  return { role: (same?.role as MeterRole | undefined) ?? 'exchange', ...(place && { place }) };
}

/** Random, and not made from the PoD. */
function newName(): string {
  return `ln-${randomBytes(5).toString('hex')}`;
}

function requireSense(parts: Parts, order: { pod: string; node: string; replaces?: string }): void {
  const { pod, node, replaces } = order;
  if (!new RegExp(parts.settings.podPattern).test(pod)) {
    throw onboardingError('ONB_POD', `pod is "${pod}"; expected ${parts.settings.podPattern}`);
  }
  if (isKnown(parts, node))
    throw onboardingError('ONB_NODE_TAKEN', `there is, or was, a Light Node "${node}"`);
  if (replaces === undefined) return;
  requireActive(parts, replaces);
  const at = parts.registry.bindingsOf(replaces)[0]?.podCode;
  if (at !== pod) throw onboardingError('ONB_NODE_STATE', `${replaces} is at PoD ${at}, not at ${pod}`);
}
