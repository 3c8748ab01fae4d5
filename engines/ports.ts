import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';

/** Free loopback ports by name, the same ones at every start in a folder: addresses stand in an engine's data. */
export async function portsIn(dir: string, names: string[]): Promise<Record<string, number>> {
  const file = join(dir, 'ports.json');
  if (existsSync(file)) {
    const known = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
    if (names.every((name) => known[name])) return known;
  }
  const servers = await Promise.all(names.map(listen));
  const ports = Object.fromEntries(
    servers.map((server, i) => [names[i]!, (server.address() as { port: number }).port]),
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  mkdirSync(dir, { recursive: true });
  writeFileSync(file, `${JSON.stringify(ports, null, 2)}\n`);
  return ports;
}

async function listen() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Whether something listens there. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Whether a URL answers with 200. */
export async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  await response.body?.cancel();
  return response.ok;
}
