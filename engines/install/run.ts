import { spawn } from 'node:child_process';
import { messageOf } from '@access-layer/core/errors';
import { missing } from '../errors.ts';

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** What it reads from standard input. */
  input?: string;
}

/** Runs a program to its end; rejects with ENGINE_MISSING and the end of what it printed where it fails. */
export function run(
  engine: string,
  command: string,
  args: string[],
  { cwd, env, input }: RunOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: env && { ...inherited(), ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    child.stdin?.once('error', () => undefined).end(input);
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-200_000);
    };
    child.stdout!.on('data', keep);
    child.stderr!.on('data', keep);
    child.once('error', (error) => {
      reject(missing(engine, `${command} is needed and could not be run: ${messageOf(error)}`, error));
    });
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else
        reject(
          missing(engine, `${command} ${args.join(' ')} ended with ${code}:\n${output.slice(-2000).trim()}`),
        );
    });
  });
}

/** What package clients need of this process's surroundings. */
export function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
