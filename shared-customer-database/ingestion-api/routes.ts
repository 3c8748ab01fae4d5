import { AccessLayerError } from '@access-layer/core/errors';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bindingRoutes } from './binding-routes.ts';
import { compileIngestionValidator } from './check.ts';
import { consentRoutes } from './consent-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { bodyOf, ingestionError, ingestionStatusOf } from './errors.ts';
import { personalReadRoutes, personalWriteRoutes } from './personal-routes.ts';
import { accessRoute, documentReadRoutes, journalRoute } from './registry-read-routes.ts';
import type { IngestionSources } from './sources.ts';
import { statementReadRoutes } from './statement-read-routes.ts';
import { statementRoutes } from './statement-routes.ts';
import { viewRightsRoute } from './view-rights-route.ts';

export const INGESTION_TAGS = [
  { name: 'ingestion', description: 'Writing: what the registry knows, and what parties have signed' },
  { name: 'erasures', description: 'What is erased of a customer, and how far that is' },
  { name: 'registry', description: 'Reading it, as far as the access rules let you' },
];

/**
 * Adds the routes that write. Each has `config.scope` for the token check, which the server must have: without a caller
 * no route answers. What they put in the outbox is on the stream when they answer, if the stream takes it.
 */
export async function ingestionRoutes(http: FastifyInstance, sources: IngestionSources): Promise<void> {
  await http.register(async (api) => {
    prepare(api);
    api.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload));
    api.addHook('onSend', async (_request, reply, body) => {
      if (reply.statusCode < 300) await sources.outbox.flush();
      return body;
    });
    for (const add of [documentRoutes, consentRoutes, bindingRoutes, personalWriteRoutes, statementRoutes]) {
      add(api, sources);
    }
  });
}

/** Adds the routes that read the registry and the signed statements. */
export async function registryRoutes(
  http: FastifyInstance,
  sources: IngestionSources,
  addMore?: (api: FastifyInstance) => void,
): Promise<void> {
  await http.register(async (api) => {
    prepare(api);
    for (const add of [
      documentReadRoutes,
      personalReadRoutes,
      journalRoute,
      statementReadRoutes,
      accessRoute,
      viewRightsRoute,
    ]) {
      add(api, sources);
    }
    addMore?.(api);
  });
}

function prepare(api: FastifyInstance): void {
  api.setValidatorCompiler(compileIngestionValidator as never);
  // The schemas describe the answers; a serializer made from them would silently drop what they forget.
  api.setSerializerCompiler(() => (value) => JSON.stringify(value));
  const fallback = api.errorHandler;
  api.setErrorHandler((error: FastifyError, request, reply) => {
    const known = asIngestionError(error);
    if (!known) return fallback(error, request, reply);
    return sendError(known, request, reply);
  });
}

function sendError(error: AccessLayerError, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.retryable) reply.header('retry-after', '5');
  return reply.code(ingestionStatusOf(error.code)!).send(bodyOf(error));
}

/** Fastify's own refusals, in the words of this API. */
function asIngestionError(error: FastifyError): AccessLayerError | undefined {
  if (error instanceof AccessLayerError) return ingestionStatusOf(error.code) ? error : undefined;
  if (error.statusCode === 415) return ingestionError('SCD_MEDIA_TYPE', error.message);
  if (error.statusCode === 413) return ingestionError('SCD_TOO_LARGE', error.message);
  if (error.statusCode === 400) return ingestionError('SCD_BAD_REQUEST', error.message);
  return undefined;
}
