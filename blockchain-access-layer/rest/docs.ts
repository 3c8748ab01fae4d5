import Fastify, { type FastifyInstance } from 'fastify';

/**
 * A page to browse the OpenAPI document at `documentUrl` with, at `/docs`. Its script is 5 MB of text that would stay in memory for as
 * long as the service runs; it is read when somebody asks for the first time.
 */
export function addDocs(http: FastifyInstance, documentUrl: string): void {
  let pages: Promise<FastifyInstance> | undefined;
  for (const url of ['/docs', '/docs/*']) {
    http.get(url, { schema: { hide: true } as object }, async (request, reply) => {
      pages ??= openPages(documentUrl);
      const { statusCode, headers, rawPayload } = await (await pages).inject({ url: request.url });
      const { 'content-type': type = 'text/plain', location } = headers;
      if (location !== undefined) reply.header('location', location);
      return reply.code(statusCode).type(String(type)).send(rawPayload);
    });
  }
}

async function openPages(url: string): Promise<FastifyInstance> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const pages = Fastify();
  await pages.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url,
      withDefaultFonts: false,
      telemetry: false,
      showDeveloperTools: 'never',
      hideClientButton: true,
      agent: { disabled: true },
    },
  });
  return pages;
}
