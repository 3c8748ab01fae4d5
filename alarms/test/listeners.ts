import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCa, issueIdentity, readCa, writeIdentity } from '@access-layer/kit/pki';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Notice } from '../notice.ts';

export interface Heard {
  key: string;
  notice: Notice;
}

/** A real webhook receiver that checks the signature as the documents tell. `fails` answers so many with 503. */
export async function openWebhook(secret: () => string) {
  const heard: Heard[] = [];
  const refused: string[] = [];
  const state = { fails: 0 };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const key = String(request.headers['idempotency-key']);
      if (state.fails > 0) {
        state.fails--;
        refused.push(key);
        return response.writeHead(503).end('not now');
      }
      const signature = String(request.headers['access-layer-signature']);
      if (!isSigned(body, signature, secret()))
        return response.writeHead(401).end('not signed by whom I know');
      heard.push({ key, notice: JSON.parse(body) as Notice });
      response.writeHead(202).end('heard');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, heard, refused, state, close: () => server.close() };
}

function isSigned(body: string, signature: string, secret: string): boolean {
  const [, t = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
  const expected = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
  return v1.length === expected.length && timingSafeEqual(Buffer.from(v1), Buffer.from(expected));
}

interface SlackBlock {
  type: string;
  text: { type: string; text: string };
}

/**
 * What Slack's incoming webhooks are from outside: `ok` for a message that fits its rules, `invalid_payload` or another
 * word and a status for what does not.
 */
export async function openSlack() {
  const heard: { text: string; blocks: SlackBlock[] }[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const fault = request.url === SLACK_PATH ? faultOf(request.headers['content-type'], body) : 'no_service';
    if (fault) return response.writeHead(fault === 'no_service' ? 404 : 400).end(fault);
    heard.push(JSON.parse(body));
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${SLACK_PATH}`, heard, close: () => server.close() };
}

const SLACK_PATH = '/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx';
/** Longest texts of a header and of a section. */
const MOST_CHARACTERS: Record<string, number> = { header: 150, section: 3000 };
/** What is no sign of its own must be escaped. */
const UNESCAPED = /&(?!amp;|lt;|gt;)/;

function faultOf(contentType: string | undefined, body: string): string | undefined {
  let message: { text?: unknown; blocks?: SlackBlock[] };
  try {
    message = JSON.parse(body);
  } catch {
    return 'invalid_payload';
  }
  if (contentType !== 'application/json') return 'invalid_payload';
  if (typeof message.text !== 'string' || message.text === '') return 'no_text';
  const fits = ({ type, text }: SlackBlock) =>
    text.type === (type === 'header' ? 'plain_text' : 'mrkdwn') &&
    text.text.length > 0 &&
    text.text.length <= (MOST_CHARACTERS[type] ?? 0) &&
    (type === 'header' || !UNESCAPED.test(text.text));
  return (message.blocks ?? []).every(fits) ? undefined : 'invalid_blocks';
}

/** A real mail server that speaks TLS only, with a certificate of an authority of its own; it knows one user, or asks for none. */
export async function openMailServer(dir: string, user?: { name: string; password: string }) {
  const mails: ParsedMail[] = [];
  const authority = await createCa('Mail authority');
  const { certFile: caFile } = writeIdentity(dir, 'mail-ca', authority);
  const names = { commonName: 'localhost', serverNames: ['localhost', '127.0.0.1'] };
  const { certificate, key } = await issueIdentity(await readCa(authority), names);
  const server = new SMTPServer({
    ...{ secure: true, cert: certificate, key, authMethods: ['PLAIN', 'LOGIN'], authOptional: !user },
    onAuth(auth, _session, done) {
      const isKnown = auth.username === user?.name && auth.password === user?.password;
      done(isKnown ? null : new Error('wrong password'), isKnown ? { user: user?.name } : undefined);
    },
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        done(null, 'kept');
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    mails,
    caFile,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}
