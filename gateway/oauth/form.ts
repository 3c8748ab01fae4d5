import type { IncomingMessage, ServerResponse } from 'node:http';
import { pagePolicy } from './page.ts';

export type Form = Record<string, string>;

const MAX_FORM_BYTES = 8192;

/** Fields of a posted form; undefined when it is larger than any of ours. */
export async function readForm(request: IncomingMessage): Promise<Form | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_FORM_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
}

/** Answers with a page, which nobody keeps. */
export function html(response: ServerResponse, status: number, page: string, redirectUri?: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('content-security-policy', pagePolicy(redirectUri));
  response.setHeader('cache-control', 'no-store');
  response.end(page);
}
