import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { createCa, issueIdentity, readCa } from './pki.ts';

test("a server that asks for certificates takes ours and nobody else's", async (t) => {
  const authority = await createCa('Test authority');
  const ca = await readCa(authority);
  const server = await issueIdentity(ca, { commonName: 'broker', serverNames: ['127.0.0.1', 'localhost'] });
  const own = await issueIdentity(ca, { commonName: 'ln-1' });
  const foreign = await issueIdentity(await readCa(await createCa('Test authority')), { commonName: 'ln-1' });
  const listener = createServer(
    {
      cert: server.certificate,
      key: server.key,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: true,
    },
    (socket) => socket.end(socket.getPeerCertificate().subject.CN as string),
  ).listen(0, '127.0.0.1');
  t.after(() => listener.close());
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;

  const answer = async (identity?: { certificate: string; key: string }): Promise<string> => {
    const socket: TLSSocket = connect({
      host: '127.0.0.1',
      port,
      ca: authority.certificate,
      ...(identity ? { cert: identity.certificate, key: identity.key } : {}),
    });
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    await once(socket, 'close').catch(() => undefined);
    return text;
  };
  assert.equal(await answer(own), 'ln-1');
  assert.equal(await answer(foreign), '');
  assert.equal(await answer(), '');
});
