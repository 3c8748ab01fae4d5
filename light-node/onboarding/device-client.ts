import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:https';
import { isIP } from 'node:net';
import tls from 'node:tls';
import { type EnrolmentCode, isAuthorityOf } from '@access-layer/core/enrolment-code';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type Type from 'typebox';
import { Compile } from 'typebox/compile';

const CONNECT_TIMEOUT_MS = 10_000;
/** The answer to an enrolment waits for the chain. */
const ANSWER_TIMEOUT_MS = 60_000;
const LARGEST_ANSWER_BYTES = 65_536;

/**
 * The authority that a code names, from what the server shows of itself. Nothing is sent on this connection, so it may be
 * to anybody; the certificate that it gives is trusted because of the code, and the next connection only because of it.
 * @throws AccessLayerError LN_ONBOARDING_UNREACHABLE, LN_ONBOARDING_FOREIGN
 */
export async function findAuthority(url: string, code: EnrolmentCode): Promise<string> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = tls.connect({
    ...{ host, port: Number(port || 443), rejectUnauthorized: false },
    ...(isIP(host) ? {} : { servername: host }),
  });
  socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy(new Error('no answer')));
  try {
    await once(socket, 'secureConnect');
    const found = shownBy(socket).find((raw) =>
      isAuthorityOf(code, createHash('sha256').update(raw).digest()),
    );
    if (found) return new X509Certificate(found).toString();
  } catch (cause) {
    throw unreachable(url, cause);
  } finally {
    socket.destroy();
  }
  throw new AccessLayerError({
    code: 'LN_ONBOARDING_FOREIGN',
    message: `${url} is not the server that made this code: none of its certificates is the one that the code names. Nothing was sent to it. Check the address with the DSO`,
  });
}

function shownBy(socket: tls.TLSSocket): Buffer[] {
  const raws: Buffer[] = [];
  let certificate = socket.getPeerCertificate(true);
  while (certificate?.raw && !raws.some((raw) => raw.equals(certificate.raw))) {
    raws.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return raws;
}

/**
 * Sends JSON over TLS to a server that this authority has certified, and nobody else.
 * @throws AccessLayerError LN_ONBOARDING_UNREACHABLE, LN_ONBOARDING_REFUSED with the server's own words
 */
export async function post<S extends Type.TSchema>(
  url: string,
  body: object,
  { authority, answer }: { authority: string; answer: S },
): Promise<Type.Static<S>> {
  const { status, text } = await send(url, JSON.stringify(body), authority);
  const value = parse(text);
  if (status === 200) {
    if (Compile(answer).Check(value)) return value as Type.Static<S>;
    throw refused(`${url} gives an answer that is none: ${text.slice(0, 200)}`);
  }
  const { message } = (value ?? {}) as { message?: unknown };
  throw refused(`${url} answers ${status}: ${typeof message === 'string' ? message : text.slice(0, 200)}`);
}

function send(url: string, body: string, authority: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => reject(unreachable(url, cause));
    const sent = request(
      url,
      {
        method: 'POST',
        ca: authority,
        minVersion: 'TLSv1.2',
        agent: false,
        timeout: ANSWER_TIMEOUT_MS,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > LARGEST_ANSWER_BYTES) response.destroy(new Error('the answer is too long'));
        });
        response.on('error', fail);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer')));
    sent.on('error', fail);
    sent.end(body);
  });
}

function unreachable(url: string, cause: unknown): AccessLayerError {
  return new AccessLayerError({
    code: 'LN_ONBOARDING_UNREACHABLE',
    message: `${url} cannot be reached: ${messageOf(cause)}. Check the address, the network, and the time of this device`,
    retryable: true,
    cause,
  });
}

function refused(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'LN_ONBOARDING_REFUSED', message });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
