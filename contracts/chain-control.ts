import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Anvil } from './anvil.ts';
import type { Dump } from './anvil-dump.ts';

/** A name that a stranger's page has pointed at this machine (DNS rebinding) is not one of ours. */
const LOCAL_NAMES = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)(:\d+)?$/;

/**
 * The control port of the embedded chain, on loopback: `GET /health` answers 200 with the address and genesis of the
 * chain, or 503 with a reason; `POST /dump` answers when all that is mined by now is on disk.
 */
export async function serveControl(port: number, chain: () => Anvil | undefined) {
  const server = createServer((request, response) => void answer(request, response, chain()));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, chain: Anvil | undefined) {
  const route = `${request.method} ${request.url}`;
  request.resume();
  if (!LOCAL_NAMES.test(request.headers.host ?? '')) {
    return send(response, 403, { reason: 'ask for 127.0.0.1 or localhost' });
  }
  if (route !== 'GET /health' && route !== 'POST /dump') {
    return send(response, 404, { reason: `no ${route}; there are GET /health and POST /dump` });
  }
  if (!chain) return send(response, 503, { status: 'starting', reason: 'the chain is starting' });
  if (route === 'GET /health') {
    const { rpcUrl, genesisHash, pid, startMs } = chain;
    return send(response, 200, { status: 'ok', rpcUrl, genesisHash, anvilPid: pid, startMs });
  }
  try {
    send(response, 200, await chain.dump());
  } catch (error) {
    send(response, 503, { status: 'degraded', reason: messageOf(error) });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/**
 * Asks an embedded chain to put its state on disk; resolved when it is. Give it to the registry and to `deploy` as
 * `persist`. Throws CHAIN_DUMP_FAILED (retryable).
 */
export async function requestDump(controlUrl: string, timeoutMs = 120_000): Promise<Dump> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(new URL('/dump', controlUrl), { method: 'POST', signal });
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as Dump;
    throw new Error(text);
  } catch (error) {
    throw new AccessLayerError({
      code: 'CHAIN_DUMP_FAILED',
      message: `The chain at ${controlUrl} did not put its state on disk: ${messageOf(error)}. A crash now may forget the last changes; ask again.`,
      retryable: true,
      cause: error,
    });
  }
}
