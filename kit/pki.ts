import 'reflect-metadata'; // @peculiar/x509's container asks for it before it loads
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

/** A certificate authority, ready to issue. */
export interface CertificateAuthority {
  certificate: x509.X509Certificate;
  key: CryptoKey;
}

/** A certificate and its private key, both PEM. */
export interface Identity {
  certificate: string;
  key: string;
}

/** Makes a self-signed authority (P-256, path length 0). */
export async function createCa(commonName: string, days = 3650): Promise<Identity> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [commonName] }],
    ...validity(days),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
}

export async function readCa(identity: Identity): Promise<CertificateAuthority> {
  const der = x509.PemConverter.decodeFirst(identity.key);
  const key = await crypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']);
  return { certificate: new x509.X509Certificate(identity.certificate), key };
}

export interface CertificateRequest {
  /** Also the MQTT client id. */
  commonName: string;
  /** Members of some clusters know each other by it. */
  organization?: string;
  /** Names and addresses a server answers under; without it the certificate is a client's. */
  serverNames?: string[];
  /** Of a server that is also a client, as the members of a cluster are to each other. */
  alsoClient?: boolean;
  days?: number;
}

/** Makes a key pair and a certificate of the authority for it. */
export async function issueIdentity(
  ca: CertificateAuthority,
  request: CertificateRequest,
): Promise<Identity> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await certify(ca, request, keys.publicKey);
  return { certificate, key: await exportKey(keys.privateKey) };
}

/** A key pair that is made here and stays here, and the request (PKCS #10, PEM) for a certificate of it. */
export async function requestCertificate(commonName: string): Promise<{ request: string; key: string }> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [commonName] }],
    keys,
    signingAlgorithm: ALGORITHM,
  });
  return { request: request.toString('pem'), key: await exportKey(keys.privateKey) };
}

/** The public key of a request that was signed with its private key; undefined for anything else. Never throws. */
export async function readCertificateRequest(pem: string): Promise<CryptoKey | undefined> {
  try {
    const request = new x509.Pkcs10CertificateRequest(pem);
    if (!(await request.verify())) return undefined;
    return await request.publicKey.export(ALGORITHM, ['verify']);
  } catch {
    return undefined;
  }
}

/** Issues a certificate (PEM) for a public key that stays where it was made. */
export async function certify(
  ca: CertificateAuthority,
  { commonName, organization, serverNames, alsoClient = !serverNames, days = 365 }: CertificateRequest,
  publicKey: CryptoKey,
): Promise<string> {
  const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
  const usages = [...(serverNames ? [serverAuth] : []), ...(alsoClient ? [clientAuth] : [])];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [...(organization ? [{ O: [organization] }] : []), { CN: [commonName] }],
    issuer: ca.certificate.subject,
    ...validity(days),
    publicKey,
    signingKey: ca.key,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(usages),
      ...(serverNames ? [new x509.SubjectAlternativeNameExtension(serverNames.map(alternativeName))] : []),
    ],
  });
  return certificate.toString('pem');
}

/** Writes `name.pem` and `name.key` (readable by the owner only) into a folder and answers their paths. */
export function writeIdentity(
  dir: string,
  name: string,
  identity: Identity,
): { certFile: string; keyFile: string } {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const certFile = join(dir, `${name}.pem`);
  const keyFile = join(dir, `${name}.key`);
  writeFileSync(keyFile, identity.key, { mode: 0o600 });
  writeFileSync(certFile, identity.certificate);
  return { certFile, keyFile };
}

export function readIdentity(dir: string, name: string): Identity {
  return {
    certificate: readFileSync(join(dir, `${name}.pem`), 'utf8'),
    key: readFileSync(join(dir, `${name}.key`), 'utf8'),
  };
}

function alternativeName(name: string): { type: 'ip' | 'dns'; value: string } {
  return { type: /^[\d.]+$|:/.test(name) ? 'ip' : 'dns', value: name };
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + days * DAY_MS) };
}

function serialNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = (bytes[0]! & 0x7f) | 0x01; // a serial number is positive (RFC 5280, 4.1.2.2)
  return Buffer.from(bytes).toString('hex');
}

async function exportKey(key: CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}
