// Builds the dashboard into dashboard/dist where what is there is older than its sources; quick where it is not.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'dashboard', 'dist', '.stamp');
/** What the built files depend on. */
const SOURCES = ['dashboard', 'client', 'core', 'scripts/build-dashboard.ts', 'package-lock.json'];

const stamp = stampOf(SOURCES);
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) await build();

async function build(): Promise<void> {
  const started = performance.now();
  process.stderr.write('Building the dashboard …\n');
  const [{ build }, { application, offlineVerifier }] = await Promise.all([
    import('vite'),
    import('../dashboard/vite.config.ts'),
  ]);
  await build(application);
  await build(offlineVerifier);
  writeFileSync(stampFile, stamp);
  process.stderr.write(`Dashboard built in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
}

function stampOf(paths: string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesIn(path))) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Files that end up in the build: no tests, nothing that was built or installed. */
function filesIn(path: string): string[] {
  if (!existsSync(join(root, path))) return [];
  if (/\.[a-z]+$/.test(path)) return /\.test\.ts$/.test(path) ? [] : [path];
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter(
      ({ name }) => !['node_modules', 'dist', 'browser', 'test'].includes(name) && !name.startsWith('.'),
    )
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap(({ name }) => filesIn(`${path}/${name}`));
}
