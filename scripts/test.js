// Runs every test of the workspace on the workspace's Node and prints `N passed, N failed` last.
// Words narrow it down to the files whose path holds one (`npm test -- core/merkle wallet`); what starts with a hyphen
// is handed to `node --test` (`npm test -- --test-name-pattern=leaf`). Files named `*.long.test.ts` show what takes
// minutes, a simulated year for example, and run with `npm run test:long`; those named `*.engine.test.ts` need real
// engines (docs/engines.md) and run with `npm run test:engines`. Both also run where a word names them.
// With CI=true a few files that failed beside others run once more, alone: what passes then is named as unsteady.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const KINDS = ['long', 'engine'];
/** Of one test. */
const TIMEOUT_MS = { ordinary: 300_000, long: 600_000, engine: 600_000 };
/** More files than this do not fail by the noise of a machine. */
const MOST_AGAIN = 4;
const kind = KINDS.find((name) => process.argv.includes(`--${name}`));
const options = process.argv.slice(2).filter((arg) => arg.startsWith('-') && arg !== `--${kind}`);
const words = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));

const files = testFiles(root)
  .map((file) => relative(root, file).split(sep).join('/'))
  .filter((file) => (words.length > 0 && !kind) || kindOf(file) === kind)
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort((a, b) => weight(a) - weight(b) || a.localeCompare(b));

if (files.length === 0) {
  process.stderr.write(`no test file has ${words.join(' or ')} in its path\n`);
  process.exit(1);
}
process.exitCode = runTests();

function testFiles(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'data' || entry.name.startsWith('.')) return [];
    if (entry.isDirectory()) return testFiles(join(dir, entry.name));
    return entry.name.endsWith('.test.ts') ? [join(dir, entry.name)] : [];
  });
}

function kindOf(file) {
  return KINDS.find((name) => file.endsWith(`.${name}.test.ts`));
}

/** Whole flows take longest: they begin first, so that the short ones fill the other core. */
function weight(file) {
  return file.startsWith('e2e/') ? 0 : 1;
}

function runTests() {
  // Engines are large: two at a time.
  const concurrency = kind === 'engine' ? 2 : Math.min(4, Math.max(2, availableParallelism() + 1));
  const counts = run(files, concurrency);
  if (files.length > 10) process.stdout.write(`longest: ${counts.longest.join(', ')}\n`);
  if (process.env.CI === 'true' && files.length > MOST_AGAIN) runAgain(counts);
  for (const skipped of counts.skipped) process.stdout.write(`skipped: ${skipped}\n`);
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

/** Gives the files that failed their second run, and says which passed only then. */
function runAgain(counts) {
  const { failed, failures } = counts;
  if (failures.length === 0 || failures.length > MOST_AGAIN) return;
  process.stdout.write(`again, alone: ${failures.join(', ')}\n`);
  const second = run(failures, 1);
  counts.failed = second.failed;
  counts.passed += Math.max(0, failed - second.failed);
  for (const file of failures)
    if (!second.failures.includes(file)) process.stdout.write(`unsteady: ${relative(root, file)}\n`);
}

function run(paths, concurrency) {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-test-'));
  const countFile = join(dir, 'counts.json');
  const reporters = [
    ['--test-reporter=spec', '--test-reporter-destination=stdout'],
    [
      `--test-reporter=${join(root, 'scripts', 'test-counts.js')}`,
      `--test-reporter-destination=${countFile}`,
    ],
  ];
  const timeout = `--test-timeout=${Math.max(...paths.map((path) => TIMEOUT_MS[kindOf(path) ?? 'ordinary']))}`;
  // The timeout ends tests, not processes: after a hook that fails, what the next one would have stopped runs for ever.
  const bounds = ['--test-force-exit', timeout, `--test-concurrency=${concurrency}`];
  const args = ['--test', ...bounds, ...reporters.flat()];
  // Hundreds of processes load the same modules: what is compiled once is compiled for all of them.
  const env = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'), ...process.env };
  const { status } = spawnSync(node, [...args, ...options, ...paths], { cwd: root, stdio: 'inherit', env });
  const counts = readCounts(countFile);
  rmSync(dir, { recursive: true, force: true });
  // A run that ends badly with nothing counted as failed is one failure all the same, and none to be tried again.
  return status === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1, failures: [] };
}

/** A run that broke off before it was counted is one failure. */
function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, failures: [], skipped: [], longest: [] };
  }
}
