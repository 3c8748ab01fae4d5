import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '@access-layer/kit/log';
import type { Caller, TokenCheck } from '@access-layer/kit/token';
import type { JSONWebKeySet } from 'jose';
import type { Accounts } from './accounts-in-use.ts';
import type { GatewayConfig } from './config.ts';

/**
 * Who issues the tokens that the gateway accepts. An adapter in `issuers/` is
 * `export default {name, options, create}`, loaded when the configuration names it.
 */
export interface Issuer {
  /** `iss` of its tokens. */
  issuer: string;
  /** MUST refuse every token that this issuer did not sign for this audience. */
  check: TokenCheck;
  /** MUST answer false at once for a token, client or person that was revoked or disabled, where it can know. */
  admits(caller: Caller): boolean;
  /** Answers a request under /oauth or /.well-known. MUST end the response. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Public keys, for the services behind; undefined where they get them from the issuer itself. */
  keys?(): JSONWebKeySet;
  /** Clients, people and signing keys, for the admin API; undefined where another server keeps them. */
  accounts?: Accounts;
  close(): Promise<void>;
}

export interface IssuerContext {
  /** What callers type: scheme, host and port. */
  publicUrl: string;
  dataDir: string;
  log: Log;
}

export type IssuerConfig = NonNullable<GatewayConfig['issuer']>;

export interface IssuerAdapter {
  name: string;
  /** What the adapter understands, for people. */
  options: Record<string, string>;
  create(config: never, context: IssuerContext): Promise<Issuer>;
}

/** Loads the adapter that the configuration names, and starts it. */
export async function createIssuer(config: IssuerConfig, context: IssuerContext): Promise<Issuer> {
  const adapter = (await import(`./issuers/${config.name}.ts`)) as { default: IssuerAdapter };
  return adapter.default.create(config as never, context);
}
