import Fastify, { type FastifyInstance } from 'fastify';
import { gatewayError } from './errors.ts';
import { escapeHtml, pagePolicy, renderPage } from './oauth/page.ts';
import type { ApiDocument } from './route-table.ts';

/** The pages to browse a document run a script; it comes from here, like everything that it loads. */
const BROWSE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";
const SCRIPT = '/docs/scalar.js';
const HTML = 'text/html; charset=utf-8';

/** `/docs`: the index of all documents of all APIs behind this door, and a page to browse each. */
export function docsRoutes(http: FastifyInstance, documents: ApiDocument[], publicUrl: () => string): void {
  let script: Promise<string> | undefined;
  http.get('/docs', async (_request, reply) =>
    reply
      .header('content-security-policy', pagePolicy())
      .type(HTML)
      .send(renderIndex(documents, publicUrl())),
  );
  http.get<{ Params: { name: string } }>('/docs/:name', async ({ params }, reply) => {
    const known = documents.find(({ name, browse }) => browse && name === params.name);
    if (!known) throw gatewayError('GW_NO_ROUTE', `there is no document "${params.name}"`);
    return reply.header('content-security-policy', BROWSE_POLICY).type(HTML).send(renderBrowser(known));
  });
  http.get(SCRIPT, async (_request, reply) => {
    script ??= readScript();
    reply.header('cache-control', 'public, max-age=86400').type('application/javascript; charset=utf-8');
    return reply.send(await script);
  });
}

function renderIndex(documents: ApiDocument[], publicUrl: string): string {
  const items = documents.map(({ name, title, description, browse, document }) => {
    const links = [
      ...(browse ? [`<a href="/docs/${name}">Browse</a>`] : []),
      `<a href="${escapeHtml(document)}">${escapeHtml(document)}</a>`,
    ];
    return `<li><strong>${escapeHtml(title)}</strong><br>${escapeHtml(description)}<br>${links.join(' · ')}</li>`;
  });
  const body = `<h1>APIs</h1>
<ul>
${items.join('\n')}
</ul>
<h2>Access</h2>
<p>Every call needs an access token. A program gets one, for ten minutes, with its client id and secret:</p>
<pre tabindex="0">curl -u CLIENT:SECRET \\
  -d grant_type=client_credentials \\
  ${escapeHtml(publicUrl)}/oauth/token</pre>
<p>and sends it along as <code>Authorization: Bearer TOKEN</code>. To try calls in the pages above, put the token into
their field “Bearer Token”. People sign in through an application (authorization code with PKCE), and
<a href="/oauth/grants">see and withdraw</a> what they have let it do.</p>`;
  return renderPage({ language: 'en', title: 'APIs', body });
}

function renderBrowser({ title, document }: ApiDocument): string {
  const options = {
    withDefaultFonts: false,
    telemetry: false,
    showDeveloperTools: 'never',
    hideClientButton: true,
    agent: { disabled: true },
    mcp: { disabled: true },
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} - Access Layer</title>
<link rel="icon" href="data:,">
</head>
<body>
<script id="api-reference" data-url="${escapeHtml(document)}" data-configuration="${escapeHtml(JSON.stringify(options))}"></script>
<script src="${SCRIPT}"></script>
</body>
</html>
`;
}

/** The script is 5 MB of text inside a plugin: it is read when somebody asks for it the first time. */
async function readScript(): Promise<string> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const pages = Fastify();
  await pages.register(scalar, { routePrefix: '/docs', configuration: { url: '/' } });
  const { payload } = await pages.inject({ url: '/docs/js/scalar.js' });
  await pages.close();
  return payload;
}
