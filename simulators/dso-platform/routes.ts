import { timingSafeEqual } from 'node:crypto';
import { checkConfig } from '@access-layer/core/config';
import { AccessLayerError } from '@access-layer/core/errors';
import type { createHttp } from '@access-layer/kit/http';
import { SetPointRequest } from './config.ts';
import type { Platform } from './platform.ts';

const WAIT_MS = 10_000;

/**
 * What an operator of the platform can do: POST /set-points with the operator's token, and read what became of them.
 * On loopback only; the token keeps other users and web pages of the machine out.
 */
export function addOperatorRoutes(
  http: ReturnType<typeof createHttp>,
  { platform, token }: { platform: Platform; token: string },
): void {
  http.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/set-points')) return;
    if (isToken(request.headers.authorization, token)) return;
    await reply
      .code(401)
      .header('www-authenticate', 'Bearer')
      .send({ code: 'DSOTP_TOKEN', message: 'the token of the operator is missing or another' });
  });

  http.post('/set-points', async (request, reply) => {
    const checked = checkConfig(SetPointRequest, request.body);
    if (!checked.ok)
      return reply.code(400).send({ code: 'DSOTP_REQUEST', message: checked.errors.join('; ') });
    try {
      return await reply.code(201).send(platform.send(checked.config));
    } catch (error) {
      if (!(error instanceof AccessLayerError)) throw error;
      return reply.code(400).send({ code: error.code, message: error.message });
    }
  });

  http.get('/set-points', async () => ({ setPoints: platform.latest(100) }));

  /** Waits a while for what the broker says, where nothing was said yet. */
  http.get<{ Params: { id: string }; Querystring: { after?: string } }>(
    '/set-points/:id',
    async (request, reply) => {
      const { id } = request.params;
      const endMs = performance.now() + WAIT_MS;
      for (;;) {
        const found = platform.find(id);
        if (!found) return reply.code(404).send({ code: 'DSOTP_UNKNOWN', message: `no set-point ${id}` });
        const leftMs = endMs - performance.now();
        if (found.status !== (request.query.after ?? '') || leftMs <= 0) return found;
        await platform.news(leftMs);
      }
    },
  );
}

function isToken(header: string | undefined, token: string): boolean {
  const [given, wanted] = [Buffer.from(header ?? ''), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
