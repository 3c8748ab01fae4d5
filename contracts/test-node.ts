import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Call {
  method: string;
  params: unknown[];
  id: number;
}

/** die: it answers nobody any more. take-and-die: it does what it was asked first. hang: no answer ever. */
export type Fault = 'die' | 'take-and-die' | 'hang' | { status: number } | { result: unknown } | undefined;

/** For tests: one more node of a chain, which passes questions on to the real one, and can be made to fail. */
export async function startTestNode(rpcUrl: string) {
  const node = {
    url: '',
    /** Methods that it was asked, as they came. */
    calls: [] as string[],
    fault: undefined as ((call: Call) => Fault) | undefined,
    close: async () => end(),
    /** On the same port again. */
    restart: async () => listen(Number(new URL(node.url).port)),
  };
  let server = createServer();

  function end(): void {
    server.close();
    server.closeAllConnections();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += chunk;
    const call = JSON.parse(body) as Call;
    node.calls.push(call.method);
    const fault = node.fault?.(call);
    if (fault === 'hang') return;
    if (fault === 'die') return end();
    if (typeof fault === 'object' && 'status' in fault) {
      response.writeHead(fault.status).end();
      return;
    }
    if (typeof fault === 'object') {
      response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, result: fault.result }));
      return;
    }
    const headers = { 'content-type': 'application/json' };
    const said = await (await fetch(rpcUrl, { method: 'POST', headers, body })).text();
    if (fault === 'take-and-die') return end();
    response.setHeader('content-type', 'application/json').end(said);
  }

  async function listen(port: number): Promise<void> {
    server = createServer((request, response) => {
      answer(request, response).catch(() => response.destroy());
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    node.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  await listen(0);
  return node;
}
