import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '@access-layer/core/errors';
import { type Finding, lintProfile } from '@access-layer/light-node/lint-profile';
import type { Surroundings } from '../command.ts';
import { painter } from '../terminal.ts';

interface Linted {
  file: string;
  findings: Finding[];
}

/** `access-layer meter lint`. Answers the exit code. */
export function lint(args: string[], around: Surroundings): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  if (positionals.length === 0) {
    around.stderr.write('Which profile? access-layer meter --help says more.\n');
    return 64;
  }
  const linted: Linted[] = [];
  for (const file of positionals) {
    try {
      const text = readFileSync(resolve(around.cwd, file), 'utf8');
      linted.push({ file, findings: lintProfile(basename(file).replace(/\.ya?ml$/, ''), text).findings });
    } catch (error) {
      around.stderr.write(`${file} cannot be read: ${messageOf(error)}\n`);
      return 2;
    }
  }
  if (values.json) around.stdout.write(`${JSON.stringify({ files: linted }, null, 2)}\n`);
  else for (const one of linted) report(one, around);
  return linted.some(({ findings }) => findings.some(({ severity }) => severity === 'error')) ? 1 : 0;
}

function report({ file, findings }: Linted, { stdout, env }: Surroundings): void {
  const paint = painter(stdout, env);
  if (findings.length === 0) stdout.write(`${file}: nothing to complain of\n`);
  for (const { line, severity, message, help } of findings) {
    const colour = severity === 'error' ? 'red' : 'yellow';
    stdout.write(`${file}:${line}: ${paint(colour, severity)}: ${message}\n    ${help}\n`);
  }
}
