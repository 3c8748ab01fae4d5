import { escapeHtml, renderPage } from './oauth/page.ts';
import type { ApiDocument } from './route-table.ts';

/** The index of all documents of all APIs behind this door. */
export function renderDocs(documents: ApiDocument[]): string {
  const items = documents.map(({ title, description, browse, document }) => {
    const links = [
      ...(browse ? [`<a href="${escapeHtml(browse)}">Browse</a>`] : []),
      `<a href="${escapeHtml(document)}">${escapeHtml(document)}</a>`,
    ];
    return `<li><strong>${escapeHtml(title)}</strong><br>${escapeHtml(description)}<br>${links.join(' · ')}</li>`;
  });
  const body = `<h1>APIs</h1>\n<ul>\n${items.join('\n')}\n</ul>`;
  return renderPage({ language: 'en', title: 'APIs', body });
}
