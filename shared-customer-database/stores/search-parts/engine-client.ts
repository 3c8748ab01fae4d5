import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@access-layer/core/errors';
import { Agent, request } from 'undici';
import { searchDown, searchRefused } from './errors.ts';
import type { SearchStoreConfig } from './search-config.ts';

export interface EngineAnswer<Body> {
  status: number;
  body: Body;
}

export interface AskOptions {
  /** One JSON value, or lines of a bulk as they are sent. */
  body?: object | string;
  /** Answers that are no error beside those below 300. */
  accept?: number[];
  /** How long one attempt may take: a merge takes as long as the disk needs. */
  timeoutMs?: number;
}

export type EngineClient = ReturnType<typeof createEngineClient>;

const TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 3000;
/** A cluster that elects another master answers again within seconds. */
const PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;
/** Too much at once, no master, a shard without its first copy: it passes. */
const PASSING = [429, 502, 503, 504];

/**
 * HTTP to the nodes of Elasticsearch or OpenSearch: the official client of each refuses the other. One that does not
 * answer is passed over for the next; every request that is sent may be sent again.
 */
export function createEngineClient(
  {
    nodes,
    caFile,
    user,
    passwordFile,
  }: Pick<SearchStoreConfig, 'nodes' | 'caFile' | 'user' | 'passwordFile'>,
  { patienceMs = PATIENCE_MS } = {},
) {
  const connect = { timeout: CONNECT_TIMEOUT_MS, ...(caFile ? { ca: readFileSync(caFile, 'utf8') } : {}) };
  const dispatcher = new Agent({ connect, headersTimeout: 0, bodyTimeout: 0 });
  const authorization = user && basic(user, readFileSync(passwordFile!, 'utf8').trim());
  let current = 0;

  async function attempt<Body>(
    method: string,
    path: string,
    options: AskOptions,
  ): Promise<EngineAnswer<Body>> {
    const { body, timeoutMs = TIMEOUT_MS } = options;
    const isBulk = typeof body === 'string';
    const answer = await request(nodes[current]! + path, {
      ...{ method: method as 'GET', dispatcher, signal: AbortSignal.timeout(timeoutMs) },
      headers: {
        ...(body ? { 'content-type': isBulk ? 'application/x-ndjson' : 'application/json' } : {}),
        ...(authorization ? { authorization } : {}),
      },
      ...(body ? { body: isBulk ? body : JSON.stringify(body) } : {}),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, body: (text === '' ? {} : JSON.parse(text)) as Body };
  }

  return {
    /** @throws AccessLayerError SCD_SEARCH_DOWN, SCD_SEARCH_REFUSED */
    async ask<Body = Record<string, unknown>>(
      method: 'GET' | 'POST' | 'PUT' | 'DELETE',
      path: string,
      options: AskOptions = {},
    ): Promise<EngineAnswer<Body>> {
      const deadlineMs = performance.now() + patienceMs;
      for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
        const answer = await attempt<Body>(method, path, options).catch((error: unknown) => ({ error }));
        const isPassing = 'error' in answer || PASSING.includes(answer.status);
        if (!isPassing) return accepted(answer, method, path, options.accept);
        if (performance.now() > deadlineMs) throw downBecause(answer, method, path, nodes);
        current = (current + 1) % nodes.length;
        await delay(pauseMs);
      }
    },
    close: () => dispatcher.close(),
  };
}

function accepted<Body>(
  answer: EngineAnswer<Body>,
  method: string,
  path: string,
  accept: number[] = [],
): EngineAnswer<Body> {
  const { status, body } = answer;
  if (status < 300 || accept.includes(status)) return answer;
  throw searchRefused(`${method} ${path} was answered with ${status}: ${reasonOf(body)}`, { status });
}

function downBecause(
  answer: EngineAnswer<unknown> | { error: unknown },
  method: string,
  path: string,
  nodes: string[],
) {
  const why = 'error' in answer ? messageOf(answer.error) : `${answer.status} ${reasonOf(answer.body)}`;
  const cause = 'error' in answer ? answer.error : undefined;
  return searchDown(`none of ${nodes.join(', ')} answers ${method} ${path}: ${why}`, cause);
}

/** The engine's own words for what it does not like. */
export function reasonOf(body: unknown): string {
  const { error } = body as { error?: { type?: string; reason?: string } | string };
  if (typeof error === 'object') return `${error.type}: ${error.reason}`;
  return JSON.stringify(body).slice(0, 300);
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
