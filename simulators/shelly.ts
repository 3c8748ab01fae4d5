import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { shellyEmStatus, shellyProEmStatus } from './json-documents.ts';
import { listen } from './listen.ts';
import type { Quantities } from './quantities.ts';

export interface ShellyOptions {
  host?: string;
  port: number;
  /** 1 asks for Basic, 2 for Digest, where there is a password; the user is `admin`. */
  generation: 1 | 2;
  password?: string;
  quantitiesAt: (timeMs: number) => Quantities;
  nowMs: () => number;
}

/** How the device misbehaves. */
export type ShellyFault = 'silent' | 'garbage' | 'error' | 'endless' | 'new-nonce';

export interface Shelly {
  port: number;
  /** Authorization headers that came, in order; undefined for a request without. */
  authorizations: (string | undefined)[];
  setFault(fault: ShellyFault | undefined): void;
  close(): Promise<void>;
}

const REALM = 'shellyproem50-08f9e0000001';

/** A Shelly EM (Gen 1, /status) or Pro EM (Gen 2, /rpc/Shelly.GetStatus) over HTTP. */
export async function startShelly(options: ShellyOptions): Promise<Shelly> {
  const { host = '127.0.0.1', port, generation, password, quantitiesAt, nowMs } = options;
  const authorizations: (string | undefined)[] = [];
  let nonce = randomBytes(8).toString('hex');
  let fault: ShellyFault | undefined;
  const path = generation === 1 ? '/status' : '/rpc/Shelly.GetStatus';

  function handle(request: IncomingMessage, response: ServerResponse): void {
    authorizations.push(request.headers.authorization);
    if (fault === 'silent') return;
    if (fault === 'error') return void response.writeHead(500).end('internal');
    if (fault === 'garbage') return void response.end('<html>not JSON');
    if (fault === 'endless') return void response.end('"'.padEnd(1_000_000, 'x'));
    if (fault === 'new-nonce') {
      nonce = randomBytes(8).toString('hex');
      fault = undefined;
    }
    if (password && !isAllowed(request, password)) return void challenge(response);
    if (request.url !== path) return void response.writeHead(404).end('{}');
    const quantities = quantitiesAt(nowMs());
    const document = generation === 1 ? shellyEmStatus(quantities) : shellyProEmStatus(quantities);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  }

  function isAllowed(
    { headers: { authorization = '' }, method, url }: IncomingMessage,
    secret: string,
  ): boolean {
    if (generation === 1)
      return authorization === `Basic ${Buffer.from(`admin:${secret}`).toString('base64')}`;
    const field = (name: string) => new RegExp(`\\b${name}="?([^",]*)`).exec(authorization)?.[1] ?? '';
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const [ha1, ha2] = [sha256(`admin:${REALM}:${secret}`), sha256(`${method}:${url}`)];
    const expected = sha256(`${ha1}:${nonce}:${field('nc')}:${field('cnonce')}:auth:${ha2}`);
    return field('response') === expected && field('uri') === url;
  }

  function challenge(response: ServerResponse): void {
    const digest = `Digest qop="auth", realm="${REALM}", nonce="${nonce}", algorithm=SHA-256`;
    response
      .writeHead(401, { 'www-authenticate': generation === 1 ? 'Basic realm="shellyem"' : digest })
      .end();
  }

  const server = createServer(handle);
  const taken = await listen(server, port, host);
  return {
    port: taken,
    authorizations,
    setFault(next) {
      fault = next;
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}
