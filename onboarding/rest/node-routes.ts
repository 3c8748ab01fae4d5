import { Place } from '@access-layer/core/enrolment';
import { callerOf } from '@access-layer/kit/token';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import type Type from 'typebox';
import { onboardingError } from '../errors.ts';
import { confirmRotation, endNode, isKnown, requireActive, swapMeter } from '../life-cycle.ts';
import type { Parts } from '../parts.ts';
import { changeAnswer, nodeDetails, nodeSummary } from './answers.ts';
import { errors } from './error-answers.ts';
import * as schemas from './schemas.ts';

/** How long a caller waits for the registrar before it is told `requested`. */
const WAIT_MS = 10_000;

const typed = (http: FastifyInstance) => http.withTypeProvider<TypeBoxTypeProvider>();
type Http = ReturnType<typeof typed>;

const about = (operationId: string, summary: string) => ({ operationId, summary, tags: ['life cycle'] });
const done = { response: { 200: schemas.ChangeList, ...errors(404, 409, 413, 415) } };
const DONE = 'Answers when the registrar has, or after ten seconds: a change may still say `requested`.';

/** Light Nodes from enrolment to end, for the DSO. */
export function addNodeRoutes(fastify: FastifyInstance, parts: Parts): void {
  const http = typed(fastify);
  addReadRoutes(http, parts);
  addKeyRoutes(http, parts);
  addEndRoutes(http, parts);
}

async function settled(
  { changes }: Parts,
  requests: string[],
): Promise<Type.Static<typeof schemas.ChangeList>> {
  const all = await Promise.all(requests.map((request) => changes.settled(request, WAIT_MS)));
  return { changes: all.filter((change) => change !== undefined).map(changeAnswer) };
}

function addReadRoutes(http: Http, parts: Parts): void {
  const { nodes, registry } = parts;
  http.get(
    '/v1/nodes',
    {
      schema: {
        ...about('list-nodes', 'Light Nodes, by name'),
        querystring: schemas.NodeQuery,
        response: { 200: schemas.NodeList, ...errors() },
      },
    },
    async ({ query: { state, after = '', limit = '100' } }) => {
      const names = [...new Set([...registry.names(), ...nodes.names()])]
        .filter((name) => name > after)
        .sort();
      const found = names
        .map((name) => nodeSummary(parts, name))
        .filter((of) => !state || of.state === state);
      const items = found.slice(0, Number(limit));
      return { items, ...(found.length > items.length && { next: items.at(-1)!.node }) };
    },
  );

  const params = schemas.NodeParams;
  http.get(
    '/v1/nodes/:node',
    {
      schema: {
        ...about('show-node', 'One Light Node: bindings, certificates and changes'),
        params,
        response: { 200: schemas.NodeDetails, ...errors(404) },
      },
    },
    async ({ params: { node } }) => {
      if (isKnown(parts, node)) return nodeDetails(parts, node);
      throw onboardingError('ONB_NODE_UNKNOWN', `there is no Light Node "${node}"`);
    },
  );

  http.put(
    '/v1/nodes/:node/place',
    {
      schema: {
        ...about('place-node', 'Say where a Light Node is'),
        params,
        body: Place,
        response: { 200: schemas.NodeSummary, ...errors(404, 409, 413, 415) },
      },
    },
    async ({ params: { node }, body }) => {
      requireActive(parts, node);
      nodes.setPlace(node, body);
      return nodeSummary(parts, node);
    },
  );
}

function addKeyRoutes(http: Http, parts: Parts): void {
  const params = schemas.NodeParams;
  http.post(
    '/v1/nodes/:node/meter-swap',
    {
      schema: {
        ...about('swap-meter', 'Bind a Light Node to another meter of its PoD'),
        description: `The former meter stays bound for a while, for what it has measured. ${DONE}`,
        params,
        body: schemas.MeterSwap,
        ...done,
      },
    },
    async (request) => {
      const { graceS = parts.settings.meterGraceS, ...swap } = request.body;
      const by = callerOf(request).subject;
      return settled(parts, swapMeter(parts, request.params.node, { ...swap, graceMs: 1000 * graceS, by }));
    },
  );

  http.post(
    '/v1/nodes/:node/rotation',
    {
      schema: {
        ...about('confirm-rotation', 'Confirm the new key that a Light Node has asked for'),
        description: DONE,
        params,
        body: schemas.Empty,
        ...done,
      },
    },
    async (request) => {
      const by = callerOf(request).subject;
      return settled(parts, confirmRotation(parts, request.params.node, by));
    },
  );

  http.post(
    '/v1/nodes/:node/certificate-revocation',
    {
      schema: {
        ...about('revoke-certificate', 'Refuse one certificate of a Light Node from now on'),
        params,
        body: schemas.CertificateRevocation,
        response: { 200: schemas.NodeDetails, ...errors(404, 409, 413, 415) },
      },
    },
    async ({ params: { node }, body: { fingerprint, reason } }) => {
      requireActive(parts, node);
      const isIts = parts.certificates.ofNode(node).some((known) => known.fingerprint === fingerprint);
      if (!isIts) throw onboardingError('ONB_CERTIFICATE_UNKNOWN', `${node} was issued no such certificate`);
      parts.book.atomically(() => parts.certificates.revoke(node, fingerprint, reason));
      parts.kick();
      return nodeDetails(parts, node);
    },
  );
}

function addEndRoutes(http: Http, parts: Parts): void {
  const params = schemas.NodeParams;
  const endings = [
    ['decommission', 'decommissioned', 'End a Light Node: its bindings end and its certificates are refused'],
    ['revocation', 'revoked', 'Revoke a Light Node: its key ends for good and its certificates are refused'],
  ] as const;
  for (const [path, state, summary] of endings) {
    http.post(
      `/v1/nodes/:node/${path}`,
      {
        schema: {
          ...about(`${path}-node`, summary),
          description: DONE,
          params,
          body: schemas.Ending,
          ...done,
        },
      },
      async (request) => {
        const by = callerOf(request).subject;
        const { reason } = request.body;
        return settled(parts, endNode(parts, request.params.node, { state, reason, by }));
      },
    );
  }
}
