/** What a command gets from the outside; `main.ts` alone reads it from the process. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  cwd: string;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
}

/** What each file in `commands/` exports by default. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What `--help` prints. */
  usage: string;
  /** Answers the exit code. */
  run(args: string[], around: Surroundings): Promise<number>;
}
