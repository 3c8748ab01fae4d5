import { nearest } from '@access-layer/core/config';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Command, Surroundings } from './command.ts';
import { COMMANDS, loadCommand } from './commands.ts';

const { env, stdin, stdout, stderr } = process;
process.exitCode = await runCli(process.argv.slice(2), { env, cwd: process.cwd(), stdin, stdout, stderr });

/** Answers the exit code: the command's own, 64 for a command line that cannot be read, 70 for an error of ours. */
async function runCli(argv: string[], around: Surroundings): Promise<number> {
  const [word = 'help', ...args] = argv;
  const name = word === '--help' || word === '-h' ? 'help' : word;
  const command = await loadCommand(name);
  if (!command) {
    const near = nearest(name, Object.keys(COMMANDS));
    const hint = near ? `Did you mean "${near}"?` : 'access-layer help lists the commands.';
    around.stderr.write(`There is no command "${name}". ${hint}\n`);
    return 64;
  }
  if (name !== 'help' && args.some((arg) => arg === '--help' || arg === '-h')) {
    around.stdout.write(`${command.usage}\n`);
    return 0;
  }
  return runCommand(command, args, around);
}

async function runCommand(command: Command, args: string[], around: Surroundings): Promise<number> {
  try {
    return await command.run(args, around);
  } catch (error) {
    around.stderr.write(`${messageOf(error)}\n`);
    if (isUsageError(error)) {
      around.stderr.write(`access-layer ${command.name} --help says more.\n`);
      return 64;
    }
    if (!(error instanceof AccessLayerError)) around.stderr.write(`${(error as Error)?.stack ?? ''}\n`);
    return error instanceof AccessLayerError ? 1 : 70;
  }
}

/** What `parseArgs` of Node throws about a command line. */
function isUsageError(error: unknown): boolean {
  return String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS');
}
