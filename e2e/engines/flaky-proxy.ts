import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Between a client and an HTTP server: answers 503 as often as it was told to, and loses answers of requests that were done. */
export async function startFlakyProxy(target: string) {
  const refused: string[] = [];
  let refusals = 0;
  let losses = 0;
  const server = createServer((incoming, outgoing) => {
    if (refusals > 0) {
      refusals -= 1;
      refused.push(incoming.method!);
      incoming.resume();
      outgoing.writeHead(503, { 'retry-after': '0' }).end();
      return;
    }
    pass(target, incoming, outgoing, () => losses > 0 && losses-- > 0);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Methods of the requests that were refused. */
    refused,
    refuseNext(count: number) {
      refusals = count;
    },
    /** The next requests reach the server, and their answers nobody. */
    loseNext(count: number) {
      losses = count;
    },
    async close() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

function pass(target: string, incoming: IncomingMessage, outgoing: ServerResponse, isLost: () => boolean) {
  const { method, headers, url } = incoming;
  const onward = request(new URL(url!, target), { method, headers, setHost: false }, (answer) => {
    if (isLost()) {
      answer.resume();
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(outgoing);
  });
  onward.once('error', () => outgoing.destroy());
  incoming.pipe(onward);
}
