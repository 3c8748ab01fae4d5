import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { ROOT } from '../source-files.ts';

export const EXAMPLES = join(ROOT, 'examples', 'kafka');
const WITHIN_MS = 240_000;

/** Runs a shell command in the folder of the examples; answers its output. Rejects where it fails or takes too long. */
export async function runExample(command: string, env: NodeJS.ProcessEnv, input = ''): Promise<string> {
  const child = spawn('sh', ['-ec', command], {
    ...{
      cwd: EXAMPLES,
      env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}`, ...env },
      timeout: WITHIN_MS,
      killSignal: 'SIGKILL',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said: { out: string; err: string } = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  // One that reads nothing may have ended before.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command}: exit code ${code}\n${said.out}${said.err}`);
  return said.out;
}

/** Lines of JSON. */
export function linesOf<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as T);
}
