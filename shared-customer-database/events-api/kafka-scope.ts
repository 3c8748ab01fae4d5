import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { TokenCheck } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { answeredAs, withExamples } from './documented.ts';
import {
  httpStatusOf,
  KAFKA_ERRORS,
  type KafkaErrorCode,
  kafkaError,
  kafkaErrorCode,
} from './kafka-error.ts';
import { KAFKA_V2, readAccept, readContentType } from './media-type.ts';
import { checkCaller, decorateCaller } from './require-caller.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Scopes of which the token must have one. */
    eventScopes?: readonly string[];
  }
}

export interface KafkaRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  /** One of these is enough. */
  scopes: readonly string[];
  schema: Record<string, unknown>;
  bodyLimit?: number;
  handler: RouteHandlerMethod;
}

/**
 * What all routes of Kafka REST share: the token, the error form `{error_code, message}`, content types, bodies as
 * bytes (each route reads its own). `answer`: v3 speaks application/json.
 */
export function prepareKafkaScope(
  http: FastifyInstance,
  { check, log, version }: { check: TokenCheck; log: Log; version: 'v2' | 'v3' },
): void {
  decorateCaller(http);
  http.removeAllContentTypeParsers();
  http.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  http.setValidatorCompiler(() => () => true); // schemas are for the document; bodies are read with Confluent's errors
  http.setSerializerCompiler(() => (data) => JSON.stringify(data));
  http.addHook('onRequest', async (request, reply) => {
    await requireCaller(request, reply, check);
    if (version === 'v3') return;
    if (!readAccept(request.headers.accept)) throw kafkaError(406);
    const type = request.headers['content-type'];
    if (request.method !== 'GET' && type !== undefined && !readContentType(type)) throw kafkaError(415);
  });
  http.setErrorHandler((error, request, reply) => {
    const { errorCode, message } = describe(error, log);
    const type = version === 'v3' ? 'application/json' : answerType(request);
    return sendText(
      reply.code(httpStatusOf(errorCode)),
      type,
      JSON.stringify({ error_code: errorCode, message }),
    );
  });
}

/** Adds a route, with and without the slash at the end that Confluent's own examples have. */
export function addKafkaRoute(http: FastifyInstance, route: KafkaRoute): void {
  const { scopes, schema, url, ...rest } = route;
  const common = { ...rest, config: { eventScopes: scopes } };
  const { produces = [] } = schema as { produces?: string[] };
  const types = url.startsWith('/v3') ? ['application/json'] : [...produces, KAFKA_V2, 'application/json'];
  const response = answeredAs(types, { ...errorResponses(), ...(schema.response as object) });
  http.route({ ...common, url, schema: withExamples({ ...schema, response }) as object });
  http.route({ ...common, url: `${url}/`, schema: { hide: true } as object });
}

export function sendKafka(request: FastifyRequest, reply: FastifyReply, body: unknown): FastifyReply {
  return sendText(reply, answerType(request), JSON.stringify(body));
}

/** Sends JSON under exactly this content type: clients of Kafka REST compare it as a whole. */
export function sendText(reply: FastifyReply, type: string, text: string): FastifyReply {
  return reply.header('content-type', type).send(Buffer.from(text));
}

async function requireCaller(request: FastifyRequest, reply: FastifyReply, check: TokenCheck): Promise<void> {
  const verdict = await checkCaller(request, reply, check, request.routeOptions.config.eventScopes ?? []);
  if (verdict.ok) return;
  throw kafkaError(verdict.status === 503 ? 50302 : verdict.status === 403 ? 40301 : 40101, verdict.message);
}

function answerType(request: FastifyRequest): string {
  return readAccept(request.headers.accept)?.answer ?? KAFKA_V2;
}

function describe(error: unknown, log: Log): { errorCode: number; message: string } {
  const known = kafkaErrorCode(error);
  if (known) return { errorCode: known, message: messageOf(error) };
  if (error instanceof AccessLayerError && error.code === 'EVENTS_TOPIC_GONE') {
    return { errorCode: 40401, message: KAFKA_ERRORS[40401] };
  }
  if (error instanceof AccessLayerError && error.code === 'SCD_READ_LEDGER') {
    return { errorCode: 50301, message: KAFKA_ERRORS[50301] };
  }
  const { statusCode } = error as { statusCode?: number };
  if (statusCode !== undefined && statusCode < 500) {
    const words = KAFKA_ERRORS[statusCode as KafkaErrorCode];
    return { errorCode: statusCode, message: words ?? messageOf(error) };
  }
  log.error({ err: error }, 'request of the Events API failed');
  return { errorCode: 50002, message: `${KAFKA_ERRORS[50002]}: internal error; the log has the details` };
}

function errorResponses(): Record<string, unknown> {
  const error = {
    title: 'KafkaError',
    type: 'object',
    properties: {
      error_code: { type: 'integer', description: 'Why it was refused', example: 40401 },
      message: { type: 'string' },
    },
  };
  const codes = [400, 401, 403, 404, 406, 409, 413, 414, 415, 422, 429, 500, 503];
  return Object.fromEntries(codes.map((code) => [code, error]));
}
