import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import type { ApiSources } from './api.ts';
import { overviewRoutes } from './overview-routes.ts';
import { packetRoutes } from './packet-routes.ts';
import { readingRoutes } from './reading-routes.ts';
import { compileValidator } from './validator.ts';

const DESCRIPTION = `Certified measurements: each reading with the certificate of its packet, each packet exactly as it was
signed, each proof as a file that a stranger can check without us. Times are ISO 8601; ranges are half-open,
from ≤ t < until. There are no access rules, so this API listens on loopback only.`;

/** Adds the Data API, its OpenAPI document and its documentation to a server. `onServed` is told of each answer. */
export async function addApi(
  http: FastifyInstance,
  sources: ApiSources,
  onServed: () => void,
): Promise<void> {
  await http.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: { title: 'Shared Customer Database: Data API', version: '1.0.0', description: DESCRIPTION },
      tags: [
        { name: 'readings', description: 'Measured values' },
        { name: 'proofs', description: 'What a stranger needs to check them' },
        { name: 'packets', description: 'What was signed' },
        { name: 'pods', description: 'Points of Delivery, and how complete their data are' },
        { name: 'operation', description: 'What was put aside, and how far everything is' },
      ],
    },
  });
  await http.register(async (api) => {
    api.setValidatorCompiler(compileValidator as never);
    // The schemas describe the answers; a serializer made from them would silently drop what they forget.
    api.setSerializerCompiler(() => (value) => JSON.stringify(value));
    api.addHook('onResponse', async (_request, reply) => {
      if (reply.statusCode === 200) onServed();
    });
    for (const routes of [readingRoutes, packetRoutes, overviewRoutes]) await api.register(routes, sources);
  });
  http.get('/openapi.json', { schema: { hide: true } as object }, () => http.swagger());
  await http.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      withDefaultFonts: false,
      telemetry: false,
      showDeveloperTools: 'never',
      agent: { disabled: true },
    },
  });
}
