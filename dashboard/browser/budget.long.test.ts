import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

const ROOT = join(import.meta.dirname, '..', '..');
const DIST = join(ROOT, 'dashboard', 'dist');
const BUDGET_BYTES = 300 * 1024;

interface Chunk {
  file: string;
  imports?: string[];
  isEntry?: boolean;
  isDynamicEntry?: boolean;
}

/** All scripts that a chunk needs before it runs, itself among them. */
function scriptsOf(manifest: Record<string, Chunk>, name: string, found = new Set<string>()): Set<string> {
  const { file, imports = [] } = manifest[name]!;
  if (found.has(file)) return found;
  found.add(file);
  for (const next of imports) scriptsOf(manifest, next, found);
  return found;
}

describe('budgets of the build', () => {
  let manifest: Record<string, Chunk>;
  before(() => {
    const built = spawnSync(process.execPath, [join(ROOT, 'scripts', 'build-dashboard.ts')], {
      encoding: 'utf8',
    });
    assert.equal(built.status, 0, built.stderr);
    manifest = JSON.parse(readFileSync(join(DIST, '.vite', 'manifest.json'), 'utf8'));
  });

  test('no page needs more than 300 KB of script, compressed, before its first paint', () => {
    const sizeOf = (file: string) => gzipSync(readFileSync(join(DIST, file))).length;
    const entry = Object.keys(manifest).find((name) => manifest[name]!.isEntry)!;
    const pages = Object.keys(manifest).filter((name) => /^pages\/.*-page\.tsx$/.test(name));
    assert.ok(pages.length >= 9, `${pages.length} pages`);
    for (const page of pages) {
      const files = new Set([...scriptsOf(manifest, entry), ...scriptsOf(manifest, page)]);
      const bytes = [...files].reduce((sum, file) => sum + sizeOf(file), 0);
      process.stdout.write(`${page}: ${(bytes / 1024).toFixed(0)} KB compressed\n`);
      assert.ok(bytes <= BUDGET_BYTES, `${page}: ${bytes} bytes`);
    }
  });

  test('the page itself has no inline script or style, the offline file asks for nothing', () => {
    const page = readFileSync(join(DIST, 'index.html'), 'utf8');
    assert.doesNotMatch(page, /<style|style=|<script(?![^>]*\bsrc=)/);
    const offline = readFileSync(join(DIST, 'verify.html'), 'utf8');
    assert.doesNotMatch(offline, /<(script|link|img)[^>]+(src|href)="(?!data:)[^"]/);
    assert.match(offline, /default-src 'none'/);
    process.stdout.write(`verify.html: ${(offline.length / 1024).toFixed(0)} KB\n`);
  });
});
