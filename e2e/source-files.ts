import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from './import-rules.ts';

/** What npm installed and what Vite built. */
const SKIPPED = ['node_modules', 'dist'];
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Every TypeScript and JavaScript file of the project, without what was installed or built and what a system keeps. */
export function sourceFiles(dir = ''): SourceFile[] {
  return readdirSync(join(ROOT, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = dir ? `${dir}/${entry.name}` : entry.name;
    if (SKIPPED.includes(entry.name) || entry.name.startsWith('.') || path === 'data') return [];
    if (entry.isDirectory()) return sourceFiles(path);
    if (!dir || !/\.(tsx?|js)$/.test(entry.name)) return [];
    return [{ path, text: readFileSync(join(ROOT, path), 'utf8') }];
  });
}
