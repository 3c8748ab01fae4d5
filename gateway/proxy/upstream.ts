import http from 'node:http';
import https from 'node:https';
import { Breaker, type BreakerOptions, type CircuitState } from './breaker.ts';

export interface UpstreamOptions extends BreakerOptions {
  name: string;
  /** Scheme, host and port. */
  url: string;
  /** Requests under way at once; more are refused with 503. */
  maxConcurrent: number;
  /** Open streams (server-sent events) at once, counted apart. */
  maxStreams: number;
}

export type Admission =
  | { ok: true; ticket: Ticket }
  | { ok: false; code: 'GW_OVERLOADED' | 'GW_CIRCUIT_OPEN'; retryAfterS: number };

/** One request's place at a service; given back exactly once, with what became of it. */
export interface Ticket {
  release(outcome: 'answered' | 'failed' | 'abandoned'): void;
}

/** A service behind the gateway: its connections, how much is under way, and whether it answers. */
export class Upstream {
  readonly name: string;
  readonly url: URL;
  readonly agent: http.Agent;
  readonly #options: UpstreamOptions;
  readonly #breaker: Breaker;
  #requests = 0;
  #streams = 0;

  constructor(options: UpstreamOptions) {
    this.name = options.name;
    this.url = new URL(options.url);
    this.#options = options;
    this.#breaker = new Breaker(options);
    const { Agent } = this.url.protocol === 'https:' ? https : http;
    this.agent = new Agent({ keepAlive: true, maxFreeSockets: 32, scheduling: 'lifo' });
  }

  get circuit(): CircuitState {
    return this.#breaker.state;
  }

  get underWay(): { requests: number; streams: number } {
    return { requests: this.#requests, streams: this.#streams };
  }

  admit(stream: boolean): Admission {
    const full = stream
      ? this.#streams >= this.#options.maxStreams
      : this.#requests >= this.#options.maxConcurrent;
    if (full) return { ok: false, code: 'GW_OVERLOADED', retryAfterS: 1 };
    const refusal = this.#breaker.refusal();
    if (refusal) {
      return { ok: false, code: 'GW_CIRCUIT_OPEN', retryAfterS: Math.ceil(refusal.retryAfterMs / 1000) };
    }
    this.#count(stream, 1);
    let released = false;
    return {
      ok: true,
      ticket: {
        release: (outcome) => {
          if (released) return;
          released = true;
          this.#count(stream, -1);
          if (outcome === 'answered') this.#breaker.succeeded();
          else if (outcome === 'failed') this.#breaker.failed();
          else this.#breaker.abandoned();
        },
      },
    };
  }

  #count(stream: boolean, change: number): void {
    if (stream) this.#streams += change;
    else this.#requests += change;
  }

  request(options: http.RequestOptions): http.ClientRequest {
    const { protocol, hostname, port } = this.url;
    const { request } = protocol === 'https:' ? https : http;
    return request({
      ...options,
      protocol,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      agent: this.agent,
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
