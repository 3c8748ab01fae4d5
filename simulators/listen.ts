import type { AddressInfo, Server } from 'node:net';

/** Resolves with the port that is taken, and rejects where it cannot be had; 0 takes any free one. */
export async function listen(server: Server, port: number, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}
