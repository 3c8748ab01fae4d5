import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { connect, createServer, type TLSSocket } from 'node:tls';
import {
  certify,
  createCa,
  issueIdentity,
  readCa,
  readCertificateRequest,
  requestCertificate,
} from './pki.ts';

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

test('a certificate is issued for a key that stays where it was made', async () => {
  const authority = await createCa('Test authority');
  const { request, key } = await requestCertificate('whatever the device says');
  const publicKey = await readCertificateRequest(request);
  const pem = await certify(await readCa(authority), { commonName: 'ln-7', days: 30 }, publicKey!);
  const certificate = new X509Certificate(pem);
  assert.equal(certificate.subject, 'CN=ln-7', "the name is the issuer's to give");
  assert.ok(certificate.checkPrivateKey(createPrivateKey(key)));
  assert.ok(certificate.verify(new X509Certificate(authority.certificate).publicKey));
});

test("a request whose signature is not its key's is none, and nothing else is", async () => {
  const { request } = await requestCertificate('ln-7');
  const der = Buffer.from(request.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  der[der.length - 5]! ^= 1;
  const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
  for (const pem of [forged, '', 'x', authorityText(), request.replace(/[A-Z]/g, '')]) {
    assert.equal(await readCertificateRequest(pem), undefined, pem.slice(0, 60));
  }
});

const authorityText = () => '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----';
