import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { BindingsRequest, EnrolmentRequest, RenewalRequest } from '@access-layer/core/enrolment';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify from 'fastify';
import { createAttemptLimit } from './attempt-limit.ts';
import { enrol } from './enrol.ts';
import { ONB_ERRORS, statusOf } from './errors.ts';
import type { Parts } from './parts.ts';
import { ownBindings, renew } from './renew.ts';

const LARGEST_BODY_BYTES = 16_384;
const MOST_CONNECTIONS = 200;
const CONNECTION_TIMEOUT_MS = 45_000;
const REQUEST_TIMEOUT_MS = 10_000;
const FAILURES = { most: 10, windowMs: 600_000 };
/** What somebody does who guesses; a wrong form is no guess. */
const GUESSES = new Set(['ONB_CODE_UNKNOWN', 'ONB_CODE_USED', 'ONB_SIGNATURE']);

/**
 * Where devices enrol and renew: TLS with the authority's certificate in the chain, so that a code's fingerprint names it.
 * It asks for no certificate, as a new device has none; what a device may do stands on its code or on its key.
 */
export async function startDeviceServer(parts: Parts, log: Log) {
  const { host, port, certFile, keyFile } = parts.settings.device;
  const limit = createAttemptLimit(FAILURES);
  const cert = `${readFileSync(certFile, 'utf8').trimEnd()}\n${parts.authorityPem}`;
  const https = {
    cert,
    key: readFileSync(keyFile),
    minVersion: 'TLSv1.2',
    handshakeTimeout: 10_000,
  } as const;
  const http = Fastify({
    https,
    bodyLimit: LARGEST_BODY_BYTES,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, keywords: ['example'] } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  http.server.maxConnections = MOST_CONNECTIONS;

  http.addHook('onRequest', async (request, reply) => {
    const waitMs = limit.waitMs(request.ip);
    if (waitMs === 0) return;
    const message = `too many failed tries from ${request.ip}. ${ONB_ERRORS.ONB_TOO_MANY.help}`;
    reply.header('retry-after', Math.ceil(waitMs / 1000));
    return reply.code(429).send({ code: 'ONB_TOO_MANY', message });
  });
  http.setErrorHandler((error, request, reply) => {
    const { status, code } = describe(error);
    if (GUESSES.has(code)) limit.failed(request.ip);
    if (status >= 500 && status !== 503) log.error({ err: error }, 'request failed');
    else log.warn({ from: request.ip, code, reason: messageOf(error) }, 'a device was refused');
    if (status === 503) reply.header('retry-after', 5);
    const message = status === 500 ? 'internal error; the log has the details' : messageOf(error);
    return reply.code(status).send({ code, message });
  });
  http.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ code: 'NOT_FOUND', message: 'devices enrol and renew here, and nothing else' }),
  );

  http.post('/enrolment', { schema: { body: EnrolmentRequest } }, async ({ body, ip }) => {
    const answer = await enrol(parts, body);
    log.info({ node: answer.node, from: ip }, 'enrolled');
    return answer;
  });
  http.post('/renewal', { schema: { body: RenewalRequest } }, async ({ body }) => {
    const answer = await renew(parts, body);
    log.info({ node: body.node, end: answer.end }, 'certificate renewed');
    return answer;
  });
  http.post('/bindings', { schema: { body: BindingsRequest } }, async ({ body }) => ownBindings(parts, body));

  await http.listen({ host, port });
  return {
    port: (http.server.address() as AddressInfo).port,
    stop: () => http.close(),
  };
}

function describe(error: unknown): { status: number; code: string } {
  if (error instanceof AccessLayerError) return { status: statusOf(error.code) ?? 500, code: error.code };
  const { statusCode = 500, validation } = error as { statusCode?: number; validation?: unknown };
  if (validation) return { status: 400, code: 'BAD_REQUEST' };
  return { status: statusCode, code: statusCode < 500 ? 'BAD_REQUEST' : 'INTERNAL' };
}
