import { createHash, randomBytes } from 'node:crypto';

export interface Credentials {
  username: string;
  password: string;
}

/** HTTP Digest access authentication (RFC 7616), as second-generation Shelly devices ask for. */
export interface DigestChallenge {
  realm: string;
  nonce: string;
  algorithm: 'SHA-256' | 'MD5';
  opaque?: string;
}

/** Reads a WWW-Authenticate header; undefined where it is no Digest with qop "auth" and an algorithm that we know. */
export function parseChallenge(header: string | undefined): DigestChallenge | undefined {
  if (!header || !/^digest\s/i.test(header)) return undefined;
  const fields: Record<string, string> = {};
  for (const [, name, quoted, bare] of header.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)) {
    fields[name!.toLowerCase()] = quoted ?? bare ?? '';
  }
  const { realm, nonce, qop = '', opaque } = fields;
  const algorithm = (fields.algorithm ?? 'MD5').toUpperCase();
  const offers = qop.split(',').map((word) => word.trim());
  if (realm === undefined || nonce === undefined || !offers.includes('auth')) return undefined;
  if (algorithm !== 'SHA-256' && algorithm !== 'MD5') return undefined;
  return { realm, nonce, algorithm, ...(opaque !== undefined && { opaque }) };
}

/** The Authorization header for one request. `count` rises with each use of a nonce. */
export function digestHeader(
  { realm, nonce, algorithm, opaque }: DigestChallenge,
  { username, password }: Credentials,
  {
    method,
    uri,
    count,
    cnonce = randomBytes(8).toString('hex'),
  }: { method: string; uri: string; count: number; cnonce?: string },
): string {
  const hash = (text: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const nc = count.toString(16).padStart(8, '0');
  const secret = hash(`${username}:${realm}:${password}`);
  const response = hash(`${secret}:${nonce}:${nc}:${cnonce}:auth:${hash(`${method}:${uri}`)}`);
  const quoted = { username, realm, nonce, uri, cnonce, response, ...(opaque !== undefined && { opaque }) };
  const pairs = Object.entries(quoted).map(([name, value]) => `${name}="${value}"`);
  return `Digest ${[...pairs, `algorithm=${algorithm}`, 'qop=auth', `nc=${nc}`].join(', ')}`;
}
