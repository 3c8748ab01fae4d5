import type { Log } from '@access-layer/kit/log';
import type { Stream } from '@access-layer/kit/stream';
import type { TokenCheck } from '@access-layer/kit/token';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { addAdminRoutes } from './admin-routes.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { baseUri } from './base-uri.ts';
import { openCertifiedTopics } from './certified-topic.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { addConsumerRoutes } from './consumer-routes.ts';
import { Consumers } from './consumers.ts';
import { EVENTS_LIMITS, type EventsContext, type EventsLimits } from './events-context.ts';
import { addFetchRoute } from './fetch-route.ts';
import { offsetsOnStream } from './group-offsets.ts';
import { prepareKafkaScope } from './kafka-scope.ts';
import { addMetadataRoutes } from './metadata-routes.ts';
import { createProducer } from './produce.ts';
import { addProduceRoutes } from './produce-routes.ts';
import { addRecordRoutes } from './record-routes.ts';
import type { Release } from './release.ts';
import { keepTrimming } from './retention.ts';
import { SharedGroup } from './shared-group.ts';
import { addStreamRoute } from './stream-route.ts';
import { TopicCatalogue } from './topic-catalogue.ts';
import type { TopicStore } from './topic-store.ts';
import { TopicWatch } from './topic-watch.ts';

export interface EventsOptions {
  /** Our internal streams, which the certified topics show. */
  stream: Stream;
  /** Topics that parties produce to, and offsets of groups. The caller opens and closes it. */
  store: TopicStore;
  check: TokenCheck;
  /** Which records a caller may have: `releaseByAccess(access)`. */
  release: Release;
  log: Log;
  /** Told of records that are about to be given out, for the read ledger: they are not where it fails. */
  served?: EventsContext['served'];
  /** Compression for all producers; a topic's `compression.type` goes before it. */
  compression?: 'none' | 'gzip';
  clusterId?: string;
  /** Path before the routes of Kafka REST, where the gateway does not strip it. */
  kafkaPrefix?: string;
  /** Path before `/events/stream`. */
  eventsPrefix?: string;
  /** Where the AsyncAPI document is; `/asyncapi.json` where absent. */
  asyncApiPath?: string;
  /** Neighbours beside loopback whose X-Forwarded-* headers count. */
  trustedProxies?: readonly string[];
  /** What clients reach Kafka REST by, where it cannot be told from the request. */
  publicUrl?: string;
  /** Where tokens are had, for the AsyncAPI document. */
  tokenUrl?: string;
  limits?: Partial<EventsLimits>;
}

const TRIM_EVERY_MS = 60_000;

/**
 * The Events API: Kafka REST v2 (topics, produce, consumer groups), the topic and record routes of v3, server-sent
 * events, and the AsyncAPI document. Its routes check the access token themselves: a hook of the server that it is
 * mounted in must leave them alone (`isEventsRoute`).
 */
export async function eventsRoutes(http: FastifyInstance, options: EventsOptions): Promise<void> {
  const context = await openContext(options);
  const { check, log } = options;
  const produce = createProducer(context);
  const stopTrimming = keepTrimming(context.catalogue, context.store, TRIM_EVERY_MS, log);
  http.addHook('onClose', async () => {
    stopTrimming();
    await context.consumers.close();
    context.watch.close();
  });
  const prefix = options.kafkaPrefix ?? '';
  await http.register(
    async (scope) => {
      prepareKafkaScope(scope, { check, log, version: 'v2' });
      addMetadataRoutes(scope, context);
      addProduceRoutes(scope, context, produce);
      addConsumerRoutes(scope, context);
      addFetchRoute(scope, context);
    },
    { prefix },
  );
  for (const add of [addAdminRoutes, (scope: FastifyInstance) => addRecordRoutes(scope, context, produce)]) {
    await http.register(
      async (scope) => {
        prepareKafkaScope(scope, { check, log, version: 'v3' });
        add(scope, context);
      },
      { prefix },
    );
  }
  addDocumentRoute(http, context, options);
  await http.register(async (scope) => addStreamRoute(scope, context), {
    prefix: options.eventsPrefix ?? '',
  });
}

const OWN = /^(\/kafka)?\/(topics|brokers|consumers|v3\/clusters)(\/|$)|\/events\/stream$|\/asyncapi\.json$/;

/** Whether a route (by its pattern, `request.routeOptions.url`) is one of these, which check tokens themselves. */
export function isEventsRoute(url: string): boolean {
  return OWN.test(url);
}

async function openContext(options: EventsOptions): Promise<EventsContext> {
  const limits = { ...EVENTS_LIMITS, ...options.limits };
  const { stream, store, check, release, log } = options;
  const certified = await openCertifiedTopics({ stream, partitions: limits.certifiedPartitions });
  const catalogue = await new TopicCatalogue(store, certified).open();
  const consumers = new Consumers({
    catalogue,
    ...groupsOf(stream, store, catalogue),
    instanceTimeoutMs: limits.instanceTimeoutMs,
    maxPerClient: limits.consumersPerClient,
    max: limits.consumers,
  });
  const { publicUrl, trustedProxies = [] } = options;
  return {
    catalogue,
    store,
    consumers,
    watch: new TopicWatch(limits.pollMs),
    check,
    release,
    served: async (caller, records) => {
      if (records.length > 0) await options.served?.(caller, records);
    },
    log,
    limits,
    baseUri: { trustedProxies, ...(publicUrl ? { publicUrl } : {}) },
    compression: options.compression ?? 'none',
    clusterId: options.clusterId ?? 'access-layer',
  };
}

/** Over all processes where the stream can share them out, else in this one. */
function groupsOf(stream: Stream, store: TopicStore, catalogue: TopicCatalogue) {
  if (!stream.share) return { store, openGroup: (id: string) => new ConsumerGroup(id, catalogue) };
  const share = stream.share.bind(stream);
  return {
    store: offsetsOnStream(stream, store, catalogue),
    openGroup: (id: string) => new SharedGroup({ id, catalogue, share }),
  };
}

function addDocumentRoute(http: FastifyInstance, context: EventsContext, options: EventsOptions): void {
  const { asyncApiPath = '/asyncapi.json', eventsPrefix = '', tokenUrl } = options;
  const schema = {
    tags: ['Events: documents'],
    summary: 'AsyncAPI document of topics and records',
    security: [],
    response: { 200: Type.Object({}, { additionalProperties: true, description: 'AsyncAPI 3.0' }) },
  };
  http.get(asyncApiPath, { schema: schema as object }, async (request) => {
    const { trustedProxies } = context.baseUri;
    const base = new URL(baseUri(request, eventsPrefix, { trustedProxies }));
    const protocol = base.protocol === 'https:' ? 'https' : 'http';
    return asyncApiDocument({
      host: base.host,
      pathname: base.pathname,
      protocol,
      ...(tokenUrl ? { tokenUrl } : {}),
    });
  });
}
