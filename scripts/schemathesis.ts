// `npm run schemathesis`: asks a running system everything that its OpenAPI documents allow, and much that they do not,
// and fails on any server error and any answer that the documents do not describe. Schemathesis is a program in Python:
// `npm run schemathesis -- --install` puts it into .tools/; where there is none, that is said and nothing is checked.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AllInOne, startAllInOne } from '../e2e/all-in-one.ts';

const VERSION = '4.32.5';
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ENVIRONMENT = join(ROOT, '.tools', 'schemathesis');
const PROGRAM = join(ENVIRONMENT, 'bin', 'schemathesis');
/** Of one document; a run that takes longer is ended and counts as failed. */
const TIMEOUT_MS = 180_000;
const CHECKS = [
  ...['not_a_server_error', 'status_code_conformance', 'content_type_conformance'],
  ...['response_schema_conformance', 'response_headers_conformance'],
];

/** What is enumerated systematically takes long where there are many routes of one kind. */
const ALL = 'examples,coverage,fuzzing';
const SOME = 'examples,fuzzing';

interface Target {
  name: string;
  document: string;
  url: string;
  phases: string;
  examples: number;
}

process.exitCode = await main(process.argv.includes('--install'));

async function main(install: boolean): Promise<number> {
  if (install && !existsSync(PROGRAM)) installProgram();
  if (!existsSync(PROGRAM)) {
    process.stdout.write(
      'SKIPPED: the OpenAPI documents were not checked against the running services: there is no schemathesis.\n' +
        '`npm run schemathesis -- --install` gets it from PyPI (Python 3.10 or newer with venv is needed).\n',
    );
    return 0;
  }
  await using system = await startAllInOne(['--nodes', '1']);
  const { url, scdUrl, balUrl } = system.run();
  await raiseLimit(system);
  // The one that changes clients, and so may end its own, comes last.
  const targets: Target[] = [
    { name: 'bal', document: `${balUrl}/openapi.json`, url: balUrl, phases: ALL, examples: 4 },
    { name: 'data', document: `${scdUrl}/openapi/data.json`, url: scdUrl, phases: SOME, examples: 3 },
    { name: 'events', document: `${scdUrl}/openapi/events.json`, url: scdUrl, phases: SOME, examples: 3 },
    { name: 'onboarding', document: `${url}/openapi/onboarding.json`, url, phases: SOME, examples: 3 },
    { name: 'alarms', document: `${url}/openapi/alarms.json`, url, phases: SOME, examples: 3 },
    { name: 'gateway', document: `${url}/openapi/gateway.json`, url, phases: SOME, examples: 8 },
  ];
  const failed: string[] = [];
  for (const target of targets) {
    const { authorization } = await system.as('administrator');
    const startMs = Date.now();
    const { code, output } = await check(target, authorization);
    const summary = /^ *[\d,]+ generated.*$/m.exec(output)?.[0].trim() ?? 'no summary';
    const isUnauthorised = /Authentication failed: (\d+) operations/.test(output);
    process.stdout.write(`${target.name}: ${summary}, ${Math.round((Date.now() - startMs) / 1000)} s\n`);
    if (code === 0 && !isUnauthorised) continue;
    failed.push(target.name);
    process.stdout.write(`${output}\n`);
  }
  if (failed.length > 0) process.stdout.write(`not as their documents say: ${failed.join(', ')}\n`);
  return failed.length === 0 ? 0 : 1;
}

/** What is behind the limit of requests is to be seen. */
async function raiseLimit(system: AllInOne): Promise<void> {
  const answer = await fetch(`${system.run().url}/limits/administrator/admin`, {
    method: 'PUT',
    headers: { ...(await system.as('administrator')), 'content-type': 'application/json' },
    body: JSON.stringify({ perS: 1000, burst: 10_000 }),
  });
  if (!answer.ok) throw new Error(`the limit cannot be raised: ${answer.status} ${await answer.text()}`);
}

function installProgram(): void {
  const run = (command: string, args: string[]) => {
    const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) process.stdout.write(`${command} ${args.join(' ')}: ${error?.message ?? stderr}\n`);
    return status === 0;
  };
  if (!run('python3', ['-m', 'venv', ENVIRONMENT])) return;
  run(join(ENVIRONMENT, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${VERSION}`]);
}

function check(
  { document, url, phases, examples }: Target,
  authorization: string,
): Promise<{ code: number; output: string }> {
  const args = [
    ...['--no-color', 'run', document, '--url', url, '--header', `Authorization: ${authorization}`],
    ...['--checks', CHECKS.join(','), '--phases', phases],
    ...['--max-examples', String(examples), '--seed', '1', '--generation-database', 'none', '--no-shrink'],
    ...['--continue-on-failure', '--suppress-health-check', 'all', '--request-timeout', '10'],
  ];
  const env = { ...process.env, SCHEMATHESIS_HOOKS: 'schemathesis_hooks', PYTHONPATH: join(ROOT, 'scripts') };
  return new Promise((resolve) => {
    const child = spawn(PROGRAM, args, { env, cwd: join(ROOT, '.tools'), timeout: TIMEOUT_MS });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code, signal) => {
      if (signal) output += `\nended after ${TIMEOUT_MS / 1000} s`;
      resolve({ code: code ?? 1, output });
    });
  });
}
