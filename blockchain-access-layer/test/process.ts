import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface BalProcess {
  /** Of the service itself, also under strace. */
  pid: number;
  mqttPort: number;
  httpPort: number;
  child: ChildProcess;
  kill(signal: NodeJS.Signals): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Starts the service as a process and waits until its ports are open. `program` stands in for main.ts. */
export async function startProcess(
  configFile: string,
  { program = MAIN, under = [] }: { program?: string; under?: string[] } = {},
): Promise<BalProcess> {
  const command = [...under, process.execPath, program, '--config', configFile];
  const child = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  child.stderr!.on('data', (data) => said.push(String(data)));
  for await (const line of createInterface({ input: child.stdout! })) {
    said.push(line);
    const { msg, mqttPort, httpPort, pid } = JSON.parse(line);
    if (msg !== 'listening') continue;
    child.stdout!.resume();
    const kill = async (signal: NodeJS.Signals) => {
      const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      process.kill(pid ?? child.pid, signal);
      await exited;
    };
    return { pid: pid ?? child.pid, mqttPort, httpPort, child, kill };
  }
  throw new Error(`the service did not start:\n${said.join('\n')}`);
}
