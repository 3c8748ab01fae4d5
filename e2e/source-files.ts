import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from './import-rules.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Every TypeScript and JavaScript file of the project, without what npm installed and what a system keeps. */
export function sourceFiles(dir = ''): SourceFile[] {
  return readdirSync(join(ROOT, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = dir ? `${dir}/${entry.name}` : entry.name;
    if (entry.name === 'node_modules' || entry.name.startsWith('.') || path === 'data') return [];
    if (entry.isDirectory()) return sourceFiles(path);
    if (!dir || !/\.(ts|js)$/.test(entry.name)) return [];
    return [{ path, text: readFileSync(join(ROOT, path), 'utf8') }];
  });
}
