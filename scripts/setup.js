// Installs what is missing, and is quick when nothing is. Plain JavaScript: it runs before anything is installed, on
// any Node from 20 on.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const lockFile = join(root, 'package-lock.json');
const stampFile = join(modules, '.access-layer-setup');
const runtime = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

if (!isInstalled()) process.exitCode = await install();
if (!process.exitCode && process.argv.includes('--dashboard')) buildDashboard();

/** The stamp says which lock file was installed; without it, npm's own record of what it installed is compared. */
function isInstalled() {
  if (!existsSync(lockFile) || !existsSync(runtime)) return false;
  const stamp = stampOf(lockFile);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return true;
  if (!matchesLock()) return false;
  writeFileSync(stampFile, stamp);
  return true;
}

function stampOf(file) {
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
  return `${hash} ${process.platform}-${process.arch}\n`;
}

function matchesLock() {
  const installedFile = join(modules, '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const wanted = Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages);
  return wanted.every(
    ([path, { version, link, optional, dev, devOptional }]) =>
      !path.startsWith('node_modules/') ||
      (link ? installed[path]?.link : installed[path]?.version === version) ||
      ((optional || (dev && devOptional)) && !installed[path]),
  );
}

async function install() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    return fail(
      `Node ${process.version} is too old: 20 or newer is needed to install.`,
      'https://nodejs.org',
    );
  }
  const started = Date.now();
  const progress = showProgress('Installing packages (once)');
  const { code, output } = await installPackages();
  const seconds = Math.round((Date.now() - started) / 1000);
  progress.end();
  if (code !== 0) return explain(output);
  if (!existsSync(runtime)) {
    const blocked =
      'The package "node" was installed without its program: install scripts seem to be switched off.';
    return fail(blocked, 'Run npm rebuild node (or npm install --ignore-scripts=false) and try again.');
  }
  if (existsSync(lockFile)) writeFileSync(stampFile, stampOf(lockFile));
  process.stderr.write(`Packages installed in ${seconds} s.\n`);
  return 0;
}

/**
 * What the lock file says, to the letter, with `npm ci`. It refuses a lock file that lacks optional packages of another
 * platform (not every registry has all of them); then, and where a folder is only incomplete, `npm install` adds what
 * is missing by the same lock file and writes neither file.
 */
async function installPackages() {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  if (existsSync(lockFile) && !existsSync(modules)) {
    const exact = await runNpm(['ci', ...quiet]);
    if (exact.code === 0 || !/EUSAGE|are in sync/.test(exact.output)) return exact;
  }
  return runNpm(['install', ...(existsSync(lockFile) ? ['--no-save'] : []), ...quiet]);
}

/** Everything else runs without it, so a failure is said and no more. */
function buildDashboard() {
  const { status } = spawnSync(runtime, [join(root, 'scripts', 'build-dashboard.ts')], { stdio: 'inherit' });
  if (status !== 0) {
    fail('The dashboard could not be built; all else starts without it.', 'The lines above say why.');
  }
}

/** Runs npm with the Node that runs npm: the one in node_modules may be replaced while it works. */
function runNpm(args) {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  const [command, first] = npm && node && existsSync(node) ? [node, [npm]] : ['npm', []];
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 1, output: `${output}\n${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
  });
}

/** One line that counts seconds on a terminal, a line now and then elsewhere; on standard error, so output stays clean. */
function showProgress(text) {
  const started = Date.now();
  const terminal = process.stderr.isTTY;
  process.stderr.write(terminal ? `${text} …` : `${text} …\n`);
  const tick = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stderr.write(terminal ? `\r${text} … ${seconds} s` : `  still installing, ${seconds} s\n`);
  };
  const timer = setInterval(tick, terminal ? 1000 : 20_000);
  return {
    end() {
      clearInterval(timer);
      if (terminal) process.stderr.write('\r\x1b[K');
    },
  };
}

function explain(output) {
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ERR_SOCKET/;
  const lines = output.trim().split('\n').slice(-25).join('\n');
  process.stderr.write(`${lines}\n\n`);
  if (offline.test(output)) {
    return fail(
      'The package registry cannot be reached, and packages are missing.',
      'Connect to the network (or set npm\'s "registry" or "proxy") and run the same command again.',
    );
  }
  if (/ENOSPC/.test(output)) return fail('The disk is full.', 'About 1 GB is needed.');
  if (/EACCES|EPERM/.test(output)) {
    return fail(`npm may not write to ${modules}.`, 'Check who owns the folder.');
  }
  return fail('npm failed.', 'The lines above say why.');
}

function fail(what, remedy) {
  process.stderr.write(`${what}\n${remedy}\n`);
  return 1;
}
