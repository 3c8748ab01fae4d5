import type { Hex } from '@access-layer/core/bytes';
import { shareSchemas } from '@access-layer/kit/openapi';
import { requireToken } from '@access-layer/kit/token';
import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { aggregateRoutes } from '../aggregates/aggregate-routes.ts';
import { erasureRoutes } from '../erasures/erasure-routes.ts';
import { eventsRoutes, isEventsRoute } from '../events-api/events-routes.ts';
import { releaseByAccess } from '../events-api/release-by-access.ts';
import { INGESTION_TAGS, ingestionRoutes, registryRoutes } from '../ingestion-api/routes.ts';
import { ARCHIVE_TAG, archiveReadRoutes, archiveWriteRoutes } from '../lifecycle/archive-routes.ts';
import type { Guard } from '../open-guard.ts';
import { type ReadRoutesOptions, readRoutes } from '../reads/read-routes.ts';
import { settlementRoutes } from '../settlement/settlement-routes.ts';
import type { Settlements } from '../settlement/settlements.ts';
import type { ApiSources } from './api.ts';
import { describeErrors } from './describe-errors.ts';
import { documentOf } from './documents.ts';
import { overviewRoutes } from './overview-routes.ts';
import { packetRoutes } from './packet-routes.ts';
import { proofRoutes } from './proof-routes.ts';
import { readingRoutes } from './reading-routes.ts';
import { setPointRoutes } from './set-point-routes.ts';
import { compileValidator } from './validator.ts';

const DESCRIPTION = `Certified measurements: each reading with the certificate of its packet, each packet exactly as it was
signed, each proof as a file that a stranger can check without us; and the registry of PoDs, customers, consents and
signed statements, to read and to write. Times are ISO 8601; ranges are half-open, from ≤ t < until. What a caller may
not see is answered like what does not exist.`;

const TAGS = [
  { name: 'readings', description: 'Measured values' },
  { name: 'aggregates', description: 'Sums of them, over time and across PoDs' },
  { name: 'proofs', description: 'What a stranger needs to check them' },
  { name: 'packets', description: 'What was signed' },
  { name: 'set-points', description: 'What the DSO asked of devices, and what became of it' },
  { name: 'settlement', description: 'What activations have delivered, and archives that prove it' },
  { name: 'pods', description: 'Points of Delivery, and how complete their data are' },
  { name: 'reads', description: 'Who has read what' },
  { name: 'operation', description: 'What was put aside, and how far everything is' },
  ARCHIVE_TAG,
];
/** Server-sent events stand below this; Kafka REST at the root, where the gateway rewrites /kafka to. */
const EVENTS_PREFIX = '/v1';
const RETRY_AFTER_S = 5;
const DOCUMENTS = /^\/(openapi|docs)(\/|\.|$)/;

export interface ApiOptions {
  /** Told of each answer of the Data API. */
  onServed: () => void;
  /** Token check, registry and access rules; without it everyone reads, and only the Data API is there. */
  guard: Guard | undefined;
  /** Absent where there is no registry. */
  settlements?: Settlements | undefined;
}

/** Adds the APIs, their OpenAPI documents and their documentation to a server. */
export async function addApi(
  http: FastifyInstance,
  sources: ApiSources,
  { onServed, guard, settlements }: ApiOptions,
): Promise<void> {
  if (guard) requireToken(http, { check: guard.check, scopeOf });
  await http.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: { title: 'Shared Customer Database', version: '1.0.0', description: DESCRIPTION },
      tags: guard ? [...TAGS, ...INGESTION_TAGS] : TAGS,
      ...(guard ? { components: { securitySchemes: SECURITY }, security: [{ accessToken: [] }] } : {}),
    },
    transformObject: (document) => shareSchemas('openapiObject' in document ? document.openapiObject : {}),
  });
  await http.register(async (api) => {
    api.setValidatorCompiler(compileValidator as never);
    // The schemas describe the answers; a serializer made from them would silently drop what they forget.
    api.setSerializerCompiler(() => (value) => JSON.stringify(value));
    api.addHook('onRoute', (route) => {
      route.config = { ...route.config, scope: 'data:read' } as typeof route.config;
      if (guard) describeErrors(route);
    });
    api.addHook('onSend', async (_request, reply) => {
      if (reply.statusCode === 503) reply.header('retry-after', RETRY_AFTER_S);
    });
    api.addHook('onResponse', async (_request, reply) => {
      if (reply.statusCode === 200 || reply.statusCode === 304) onServed();
    });
    for (const routes of [
      readingRoutes,
      aggregateRoutes,
      packetRoutes,
      setPointRoutes,
      proofRoutes,
      overviewRoutes,
      archiveReadRoutes,
    ])
      await api.register(routes, sources);
    if (guard) await api.register(readRoutes, readOptions(sources, guard));
    if (settlements) await api.register(settlementRoutes, { settlements, podPattern: sources.podPattern });
  });
  if (guard) await addGuarded(http, guard, sources);
  await addDocuments(http, guard !== undefined);
}

function readOptions(
  { ledger, podPattern }: ApiSources,
  { readLedger: { reader, service }, access, erasures, sources: { certificates, network } }: Guard,
): ReadRoutesOptions {
  const erasedBy = (hash: Hex) => erasures.book.nameOf(hash);
  return { ledger, podPattern, reader, service, access, certificates, network, erasedBy };
}

const SECURITY = {
  accessToken: { type: 'http' as const, scheme: 'bearer', bearerFormat: 'JWT', description: 'Access token' },
};

/** What a route asks of the token: documents nothing; the Events API checks by itself; all others say it. */
function scopeOf({ url, request }: { url: string; request: { routeOptions: { config: unknown } } }) {
  if (DOCUMENTS.test(url) || isEventsRoute(url)) return 'public';
  return (request.routeOptions.config as { scope?: string }).scope;
}

async function addGuarded(http: FastifyInstance, guard: Guard, { book }: ApiSources) {
  const { sources, stream, topics, check, access, readLedger } = guard;
  await http.register((api) => archiveWriteRoutes(api, { access, book }));
  await ingestionRoutes(http, sources);
  await registryRoutes(http, sources, (scope) => erasureRoutes(scope, { sources, erasures: guard.erasures }));
  await http.register(eventsRoutes, {
    ...{ stream, check, store: topics, log: sources.log, release: releaseByAccess(access) },
    ...{ served: readLedger.reads.delivered, eventsPrefix: EVENTS_PREFIX },
  });
}

async function addDocuments(http: FastifyInstance, isGuarded: boolean): Promise<void> {
  const hidden = { schema: { hide: true } as object };
  http.get('/openapi.json', hidden, () => http.swagger());
  const documents = isGuarded ? (['data', 'events'] as const) : (['data'] as const);
  for (const name of documents) {
    http.get(`/openapi/${name}.json`, hidden, () => documentOf(http.swagger(), name));
    await http.register(async (scope) => {
      await scope.register(scalar, {
        routePrefix: `/docs/${name}`,
        configuration: {
          url: `/openapi/${name}.json`,
          withDefaultFonts: false,
          telemetry: false,
          showDeveloperTools: 'never',
          hideClientButton: true,
          agent: { disabled: true },
        },
      });
    });
  }
}
