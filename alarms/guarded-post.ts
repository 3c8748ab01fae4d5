import { type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { AddressGuard } from './address-guard.ts';
import { alarmsError } from './errors.ts';

const TIMEOUT_MS = 10_000;
/** Of an answer, for who reads what went wrong. */
const MOST_ANSWER_BYTES = 2000;
/** These may be over the next time; any other refusal of the other side stays. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Posts to an address that somebody has named; answers what the other side said. Redirects are not followed: they would
 * lead where nobody has looked.
 * @throws AccessLayerError ALM_TARGET_REFUSED, ALM_SEND_FAILED
 */
export async function guardedPost(
  url: string,
  { headers, body }: { headers: Record<string, string>; body: string },
  guard: AddressGuard,
): Promise<string> {
  const target = parse(url);
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host)) guard.check(host, host);
  const isAllowedInTheClear = isIP(host) !== 0 && guard.isExempt(host);
  if (target.protocol === 'http:' && !isAllowedInTheClear) {
    throw alarmsError(
      'ALM_TARGET_REFUSED',
      `${target.origin} is not https; in the clear only to an allowed address`,
    );
  }
  const options: RequestOptions = {
    ...{ method: 'POST', lookup: guard.lookup, agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) },
    headers: {
      ...headers,
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'access-layer-alarms',
    },
  };
  const { status, text } = await send(target, options, body);
  if (status >= 200 && status < 300) return `${status} ${text}`.trim();
  const said = `${target.origin} answered ${status}: ${text || 'nothing'}`;
  throw alarmsError('ALM_SEND_FAILED', said, { retryable: PASSING.has(status) });
}

function parse(url: string): URL {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  if (target && ['http:', 'https:'].includes(target.protocol) && !target.username) return target;
  throw alarmsError('ALM_TARGET_REFUSED', 'the address is no http or https address without a user in it');
}

function send(target: URL, options: RequestOptions, body: string): Promise<{ status: number; text: string }> {
  const request = target.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      if (cause instanceof AccessLayerError) return reject(cause);
      const why = `${target.origin} cannot be reached: ${messageOf(cause)}`;
      reject(alarmsError('ALM_SEND_FAILED', why, { retryable: true, cause }));
    };
    const asked = request(target, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text = (text + chunk).slice(0, MOST_ANSWER_BYTES);
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: text.trim().slice(0, 200) }),
      );
      response.on('error', fail);
    });
    asked.on('error', fail);
    asked.end(body);
  });
}
