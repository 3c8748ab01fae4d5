import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AccessLayerError } from '@access-layer/core/errors';

/** Any free port for 0; else the port itself once it is free. Throws CHAIN_PORT_IN_USE after `timeoutMs`. */
export async function freePort(host: string, port: number, timeoutMs = 5000): Promise<number> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const free = await tryPort(host, port);
    if (free) return free;
    if (performance.now() > deadline) {
      throw new AccessLayerError({
        code: 'CHAIN_PORT_IN_USE',
        message: `Another process listens on ${host}:${port}. End it, or configure another port for the chain.`,
      });
    }
    await delay(50);
  }
}

async function tryPort(host: string, port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : undefined;
}
