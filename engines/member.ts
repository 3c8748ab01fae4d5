import type { EngineMember } from './engine.ts';
import { type GuardedProcess, type ProgramSpec, startProgram } from './guarded-process.ts';

/** Starts one process of an engine, that may be killed and started again. */
export async function startMember(
  spec: ProgramSpec,
  isReady: () => Promise<boolean>,
): Promise<EngineMember & { stop(): Promise<void> }> {
  let running: GuardedProcess = await startProgram(spec, isReady);
  return {
    name: spec.name,
    pid: () => running.pid(),
    kill: () => running.kill('SIGKILL'),
    async restart() {
      await running.kill('SIGKILL');
      running = await startProgram(spec, isReady);
    },
    stop: () => running.kill('SIGTERM'),
  };
}
