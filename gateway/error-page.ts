import type { FastifyReply, FastifyRequest } from 'fastify';
import { escapeHtml, pagePolicy, renderPage } from './oauth/page.ts';

/** Whether a person with a browser asks: programs take JSON, and do not say that they prefer pages. */
export function asksForPage({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && /\btext\/html\b/.test(headers.accept ?? '');
}

/** An error as a page, for who typed an address. */
export function renderErrorPage(
  reply: FastifyReply,
  { code, message, correlationId }: { code: string; message: string; correlationId?: string | undefined },
): string {
  const body = `<h1>This did not work</h1>
<p role="alert">${escapeHtml(message)}</p>
<p><code>${escapeHtml(code)}</code></p>
${correlationId ? `<p>The number of this request, for who operates this: <code>${escapeHtml(correlationId)}</code></p>` : ''}
<nav><a href="/docs">What there is</a></nav>`;
  reply.header('content-security-policy', pagePolicy()).type('text/html; charset=utf-8');
  return renderPage({ language: 'en', title: 'This did not work', body });
}
