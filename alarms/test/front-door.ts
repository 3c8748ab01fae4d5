import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Role } from '@access-layer/kit/token';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface Person {
  role: Role;
  party?: string;
  customer?: string;
}

/** What the alarms ask of the rest of the system, on real connections; a test says what it answers. */
export async function openFrontDoor() {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: '1', alg: 'ES256' };
  const streams = new Map<string, { response: ServerResponse; lastEventId: string }>();
  const events = new Map<string, string[]>();
  const answers: Record<string, (query: URLSearchParams) => unknown> = {
    '/bal/anomalies': () => ({ items: [] }),
    '/bal/flow': () => ({ atMs: Date.now() }),
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function token({ role, party, customer }: Person): Promise<string> {
    const claims = { sub: party ?? customer ?? role, client_id: 'test', role, party, customer };
    return new SignJWT({ ...claims, scope: 'data:read ingest:write events:read' })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: '1' })
      .setIssuer(url)
      .setAudience('access-layer')
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(privateKey);
  }

  function write(topic: string): void {
    const stream = streams.get(topic);
    if (!stream) return;
    for (const [index, data] of (events.get(topic) ?? []).entries()) {
      if (index < Number(stream.lastEventId)) continue;
      stream.response.write(`id: ${index + 1}\nevent: ${topic}\ndata: ${data}\n\n`);
      stream.lastEventId = String(index + 1);
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, url);
    const json = (value: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (pathname === '/oauth/jwks') return void json({ keys: [jwk] });
    if (pathname === '/oauth/token')
      return void json({
        access_token: await token({ role: 'dso-operator' }),
        token_type: 'Bearer',
        expires_in: 600,
      });
    if (pathname === '/v1/events/stream') {
      const topic = searchParams.get('topics')!;
      const last = request.headers['last-event-id'];
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n');
      streams.set(topic, {
        response,
        lastEventId: typeof last === 'string' ? last : String(events.get(topic)?.length ?? 0),
      });
      return write(topic);
    }
    if (pathname === '/metrics') return void response.end(String(answers['/metrics']?.(searchParams) ?? ''));
    const found = answers[pathname]?.(searchParams);
    json(found ?? { code: 'NOT_FOUND', message: pathname }, found === undefined ? 404 : 200);
  }

  return {
    url,
    token,
    answers,
    isFollowed: (topic: string) =>
      streams.get(topic)?.response.writable === true && !streams.get(topic)!.response.closed,
    publish(topic: string, value: object): void {
      events.set(topic, [
        ...(events.get(topic) ?? []),
        JSON.stringify({ topic, key: '', format: 'json', value }),
      ]);
      write(topic);
    },
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type FrontDoor = Awaited<ReturnType<typeof openFrontDoor>>;
