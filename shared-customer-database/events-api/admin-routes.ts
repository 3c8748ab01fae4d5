import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { baseUri } from './base-uri.ts';
import type { EventsContext } from './events-context.ts';
import { AlterConfigsBody, bodyReader, ConfigValueBody, CreateTopicBody } from './kafka-bodies.ts';
import { kafkaError } from './kafka-error.ts';
import { addKafkaRoute, type KafkaRoute } from './kafka-scope.ts';
import { topicOf } from './metadata-routes.ts';
import type { EventTopic } from './topic.ts';
import { requireFreeName } from './topic-catalogue.ts';
import { checkConfig, TOPIC_CONFIGS } from './topic-configs.ts';

const tags = ['Events: Kafka REST v3'];
const reads = ['events:read', 'events:write', 'events:admin'];
const administers = ['events:admin'];
const ClusterParams = Type.Object({ cluster: Type.String() });
const TopicParams = Type.Object({ cluster: Type.String(), topic: Type.String() });
const ConfigParams = Type.Object({ cluster: Type.String(), topic: Type.String(), name: Type.String() });
const Resource = Type.Object({
  kind: Type.String(),
  metadata: Type.Object({ self: Type.String(), resource_name: Type.Optional(Type.String()) }),
});
const NOTHING = { 204: Type.Null({ description: 'Done' }) };
const MAX_TOPICS = 1000;

const readTopic = bodyReader(CreateTopicBody, { wrongKind: 400 });
const readConfig = bodyReader(ConfigValueBody, { wrongKind: 400 });
const readConfigs = bodyReader(AlterConfigsBody, { wrongKind: 400 });

/** Clusters, topics and their settings by Kafka REST v3. */
export function addAdminRoutes(http: FastifyInstance, context: EventsContext): void {
  addClusterRoutes(http, context);
  addTopicRoutes(http, context);
  addConfigRoutes(http, context);
}

function addClusterRoutes(http: FastifyInstance, context: EventsContext): void {
  const cluster = (request: FastifyRequest) => {
    const self = `${baseUri(request, http.prefix, context.baseUri)}/v3/clusters/${context.clusterId}`;
    return {
      kind: 'KafkaCluster',
      metadata: { self, resource_name: `crn:///kafka=${context.clusterId}` },
      cluster_id: context.clusterId,
      topics: { related: `${self}/topics` },
    };
  };
  addAdminRoute(http, context, {
    method: 'GET',
    url: '/v3/clusters',
    scopes: reads,
    schema: { summary: 'The cluster, in a list', response: { 200: Resource } },
    handler: async (request, reply) => {
      const self = `${baseUri(request, http.prefix, context.baseUri)}/v3/clusters`;
      return reply.send({
        kind: 'KafkaClusterList',
        metadata: { self, next: null },
        data: [cluster(request)],
      });
    },
  });
  addAdminRoute(http, context, {
    method: 'GET',
    url: '/v3/clusters/:cluster',
    scopes: reads,
    schema: { summary: 'The cluster', params: ClusterParams, response: { 200: Resource } },
    handler: async (request, reply) => reply.send(cluster(request)),
  });
}

function addTopicRoutes(http: FastifyInstance, context: EventsContext): void {
  const { catalogue } = context;
  const show = (request: FastifyRequest, topic: Pick<EventTopic, 'name' | 'partitions'>) =>
    topicResource(baseUri(request, http.prefix, context.baseUri), context.clusterId, topic);
  addAdminRoute(http, context, {
    method: 'GET',
    url: '/v3/clusters/:cluster/topics',
    scopes: reads,
    schema: { summary: 'Topics', params: ClusterParams, response: { 200: Resource } },
    handler: async (request, reply) => {
      const { scopes } = callerOf(request);
      const names = catalogue.names().map((name) => catalogue.get(name));
      const shown = scopes.has('events:admin') ? names : catalogue.list(callerOf(request));
      const self = `${baseUri(request, http.prefix, context.baseUri)}/v3/clusters/${context.clusterId}/topics`;
      const data = shown.map((topic) => show(request, topic));
      return reply.send({ kind: 'KafkaTopicList', metadata: { self, next: null }, data });
    },
  });
  addAdminRoute(http, context, {
    method: 'POST',
    url: '/v3/clusters/:cluster/topics',
    scopes: administers,
    schema: {
      summary: 'Create a topic that parties produce to',
      params: ClusterParams,
      body: CreateTopicBody,
      response: { 200: Resource, 201: Resource },
    },
    handler: async (request, reply) => {
      const body = required(readTopic(request.body), 'topic_name');
      const configs: Record<string, string> = {};
      for (const { name, value } of body.configs ?? []) configs[name] = checkConfig(name, value);
      const { topic_name: name, partitions_count: partitions = context.limits.newTopicPartitions } = body;
      const taken = new Map(catalogue.names().map((known) => [known, true]));
      requireFreeName(name, taken);
      if (taken.size >= MAX_TOPICS)
        throw kafkaError(40002, `there are ${MAX_TOPICS} topics; remove one first`);
      if (body.validate_only) return reply.code(200).send(show(request, { name, partitions }));
      const topic = await catalogue.create(name, partitions, configs);
      context.log.info({ topic: name, partitions, client: callerOf(request).clientId }, 'topic created');
      return reply.code(201).send(show(request, topic));
    },
  });
  addAdminRoute(http, context, {
    method: 'GET',
    url: '/v3/clusters/:cluster/topics/:topic',
    scopes: reads,
    schema: { summary: 'A topic', params: TopicParams, response: { 200: Resource } },
    handler: async (request, reply) =>
      reply.send(show(request, topicOf(catalogue, request.params, callerOf(request)))),
  });
  addAdminRoute(http, context, {
    method: 'DELETE',
    url: '/v3/clusters/:cluster/topics/:topic',
    scopes: administers,
    schema: { summary: 'Remove a topic with everything in it', params: TopicParams, response: NOTHING },
    handler: async (request, reply) => {
      const topic = requireOutside(topicOf(catalogue, request.params, callerOf(request)));
      await catalogue.remove(topic.name);
      context.log.info({ topic: topic.name, client: callerOf(request).clientId }, 'topic removed');
      return reply.code(204).send();
    },
  });
}

function addConfigRoutes(http: FastifyInstance, context: EventsContext): void {
  const { catalogue } = context;
  const url = '/v3/clusters/:cluster/topics/:topic/configs';
  const show = (request: FastifyRequest, topic: EventTopic, name: string) =>
    configResource(baseUri(request, http.prefix, context.baseUri), context.clusterId, topic, name);
  addAdminRoute(http, context, {
    method: 'GET',
    url,
    scopes: reads,
    schema: { summary: 'Settings of a topic', params: TopicParams, response: { 200: Resource } },
    handler: async (request, reply) => {
      const topic = topicOf(catalogue, request.params, callerOf(request));
      const data = settingsOf(topic).map((name) => show(request, topic, name));
      const self = data[0]!.metadata.self.replace(/\/[^/]*$/, '');
      return reply.send({ kind: 'KafkaTopicConfigList', metadata: { self, next: null }, data });
    },
  });
  addAdminRoute(http, context, {
    method: 'GET',
    url: `${url}/:name`,
    scopes: reads,
    schema: { summary: 'A setting', params: ConfigParams, response: { 200: Resource } },
    handler: async (request, reply) => {
      const topic = topicOf(catalogue, request.params, callerOf(request));
      const { name } = request.params as { name: string };
      if (!settingsOf(topic).includes(name))
        throw kafkaError(404, `Config ${name.slice(0, 100)} cannot be found.`);
      return reply.send(show(request, topic, name));
    },
  });
  addAdminRoute(http, context, {
    method: 'PUT',
    url: `${url}/:name`,
    scopes: administers,
    schema: { summary: 'Change a setting', params: ConfigParams, body: ConfigValueBody, response: NOTHING },
    handler: async (request, reply) => {
      const topic = requireOutside(topicOf(catalogue, request.params, callerOf(request)));
      const { name } = request.params as { name: string };
      const { value } = required(readConfig(request.body), 'value');
      await catalogue.configure(topic, { ...topic.configs, [name]: checkConfig(name, value) });
      return reply.code(204).send();
    },
  });
  addAdminRoute(http, context, {
    method: 'DELETE',
    url: `${url}/:name`,
    scopes: administers,
    schema: { summary: 'Set a setting back to its standard', params: ConfigParams, response: NOTHING },
    handler: async (request, reply) => {
      const topic = requireOutside(topicOf(catalogue, request.params, callerOf(request)));
      const { name } = request.params as { name: string };
      await catalogue.configure(topic, without(topic.configs, requireSetting(name)));
      return reply.code(204).send();
    },
  });
  addAdminRoute(http, context, {
    method: 'POST',
    url: `${url}::alter`,
    scopes: administers,
    schema: {
      summary: 'Change several settings',
      params: TopicParams,
      body: AlterConfigsBody,
      response: NOTHING,
    },
    handler: async (request, reply) => {
      const topic = requireOutside(topicOf(catalogue, request.params, callerOf(request)));
      const { data, validate_only: validateOnly } = required(readConfigs(request.body), 'data');
      let configs: Record<string, string> = { ...topic.configs };
      for (const { name, value, operation } of data) {
        if (operation === 'DELETE') configs = without(configs, requireSetting(name));
        else configs[name] = checkConfig(name, value);
      }
      if (!validateOnly) await catalogue.configure(topic, configs);
      return reply.code(204).send();
    },
  });
}

/** Adds a route of v3, which knows one cluster. */
export function addAdminRoute(http: FastifyInstance, { clusterId }: EventsContext, route: KafkaRoute): void {
  addKafkaRoute(http, {
    ...route,
    schema: { tags, ...route.schema },
    handler(request, reply) {
      const { cluster } = request.params as { cluster?: string };
      if (cluster !== undefined && cluster !== clusterId) {
        throw kafkaError(404, `Cluster ${cluster.slice(0, 100)} cannot be found.`, { instead: true });
      }
      return route.handler.call(this, request, reply);
    },
  });
}

function requireOutside(topic: EventTopic): EventTopic {
  if (!topic.certified) return topic;
  throw kafkaError(40301, `topic ${topic.name} is certified: nobody changes it`);
}

function requireSetting(name: string): string {
  if (Object.hasOwn(TOPIC_CONFIGS, name)) return name;
  throw kafkaError(404, `Config ${name.slice(0, 100)} cannot be found.`);
}

function required<T>(body: T | undefined, field: string): T {
  if (body === undefined) throw kafkaError(422, `${field} may not be null`, { instead: true });
  return body;
}

function without(configs: Readonly<Record<string, string>>, name: string): Record<string, string> {
  const { [name]: _removed, ...rest } = configs;
  return rest;
}

function settingsOf(topic: EventTopic): string[] {
  return Object.keys(topic.certified ? topic.configs : TOPIC_CONFIGS);
}

function topicResource(
  base: string,
  cluster: string,
  { name, partitions }: Pick<EventTopic, 'name' | 'partitions'>,
) {
  const self = `${base}/v3/clusters/${cluster}/topics/${name}`;
  return {
    kind: 'KafkaTopic',
    metadata: { self, resource_name: `crn:///kafka=${cluster}/topic=${name}` },
    cluster_id: cluster,
    topic_name: name,
    is_internal: false,
    replication_factor: 1,
    partitions_count: partitions,
    partitions: { related: `${self}/partitions` },
    configs: { related: `${self}/configs` },
    partition_reassignments: { related: `${self}/partitions/-/reassignments` },
  };
}

function configResource(base: string, cluster: string, topic: EventTopic, name: string) {
  const set = topic.configs[name];
  const standard = TOPIC_CONFIGS[name]?.standard;
  const own = set === undefined ? [] : [{ name, value: set, source: 'DYNAMIC_TOPIC_CONFIG' }];
  const fallback = standard === undefined ? [] : [{ name, value: standard, source: 'DEFAULT_CONFIG' }];
  return {
    kind: 'KafkaTopicConfig',
    metadata: {
      self: `${base}/v3/clusters/${cluster}/topics/${topic.name}/configs/${name}`,
      resource_name: `crn:///kafka=${cluster}/topic=${topic.name}/config=${name}`,
    },
    cluster_id: cluster,
    topic_name: topic.name,
    name,
    value: set ?? standard,
    is_default: set === undefined,
    is_read_only: topic.certified,
    is_sensitive: false,
    source: set === undefined ? 'DEFAULT_CONFIG' : 'DYNAMIC_TOPIC_CONFIG',
    synonyms: [...own, ...fallback],
  };
}
