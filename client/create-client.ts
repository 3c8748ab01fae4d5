import createFetchClient, { type Client } from 'openapi-fetch';
import { type AccessTokens, createAccessTokens, type Fetch, type TokenOptions } from './access-tokens.ts';
import { type FollowedEvent, type FollowOptions, follow } from './follow.ts';
import type { paths as AlarmsPaths } from './generated/alarms.ts';
import type { paths as BalPaths } from './generated/bal.ts';
import type { paths as DataPaths } from './generated/data.ts';
import type { paths as EventsPaths } from './generated/events.ts';
import type { paths as GatewayPaths } from './generated/gateway.ts';
import type { paths as OnboardingPaths } from './generated/onboarding.ts';
import { PATIENCE, type Patience, patientFetch } from './patient-fetch.ts';

/** Where an answer may be JSON, NDJSON or CSV, these ask for JSON and have its type. */
type Json = 'application/json';

export interface ClientOptions extends Pick<TokenOptions, 'clientId' | 'secret' | 'privateKey' | 'scope'> {
  /** The front door, for example https://access-layer.example. */
  url: string;
  /** Who issues tokens, where it is not the front door. */
  issuer?: string;
  /** Instead of `secret` and `privateKey`: access tokens from elsewhere, for example of a person who has signed in. */
  token?: () => Promise<string>;
  patience?: Partial<Patience>;
  /** Instead of the platform's. */
  fetch?: typeof globalThis.fetch;
}

/** The APIs behind one front door, as one caller. Requests and answers have the types of the OpenAPI documents. */
export interface AccessLayerClient {
  url: string;
  /** Data API and Ingestion API. */
  data: Client<DataPaths, Json>;
  /** Kafka REST: topics, records, consumer groups. */
  kafka: Client<EventsPaths>;
  /** Blockchain Access Layer: batches, transactions, packets. */
  bal: Client<BalPaths, Json>;
  /** Enrolment codes, and the life of Light Nodes. */
  onboarding: Client<OnboardingPaths, Json>;
  /** Rules, what rings, silences, history and channels. */
  alarms: Client<AlarmsPaths, Json>;
  /** Clients, people, limits and access statistics. */
  gateway: Client<GatewayPaths, Json>;
  /** Topics as they come, without an end; see `follow`. */
  follow(options: FollowOptions): AsyncGenerator<FollowedEvent, void, undefined>;
  /** A request of any other kind, with this caller's token. */
  fetch: Fetch;
}

/** A client for one caller; in browsers and in Node. Nothing is sent before the first request. */
export function createClient(options: ClientOptions): AccessLayerClient {
  const url = options.url.replace(/\/+$/, '');
  const patience = { ...PATIENCE, ...options.patience };
  const platform = options.fetch ?? globalThis.fetch;
  const plain = patientFetch((request) => platform(request), patience);
  const tokens = options.token
    ? { get: options.token, drop: () => undefined }
    : createAccessTokens({ ...options, url: options.issuer ?? url, fetch: plain });
  const fetch = authorised(plain, tokens);
  return {
    url,
    fetch,
    data: createFetchClient<DataPaths, Json>({ baseUrl: url, fetch }),
    kafka: createFetchClient<EventsPaths>({ baseUrl: `${url}/kafka`, fetch }),
    bal: createFetchClient<BalPaths, Json>({ baseUrl: `${url}/bal`, fetch }),
    onboarding: createFetchClient<OnboardingPaths, Json>({ baseUrl: url, fetch }),
    alarms: createFetchClient<AlarmsPaths, Json>({ baseUrl: url, fetch }),
    gateway: createFetchClient<GatewayPaths, Json>({ baseUrl: url, fetch }),
    follow: (following) => follow(fetch, url, following),
  };
}

/** Sends with the token; once more with a new one where it is refused (revoked, or the issuer's keys were replaced). */
function authorised(fetch: Fetch, tokens: AccessTokens): Fetch {
  const send = async (request: Request, token: string) => {
    request.headers.set('authorization', `Bearer ${token}`);
    return fetch(request);
  };
  return async (request) => {
    const again = request.clone();
    const token = await tokens.get();
    const response = await send(request, token);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    tokens.drop(token);
    return send(again, await tokens.get());
  };
}
