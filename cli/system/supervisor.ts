import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@access-layer/core/errors';
import { waitUntilReady } from './health.ts';
import { type ServiceExit, type ServiceProcess, type ServiceSpec, startService } from './service-process.ts';

export interface SupervisorOptions {
  /** One line for people and the log: what happened to which process. */
  say: (line: string) => void;
  /** Called whenever a process was started or has ended. */
  onChange?: () => void;
  readyTimeoutMs?: number;
  stopTimeoutMs?: number;
  /** Pause before the first restart; doubled for each further one in a row. */
  firstPauseMs?: number;
}

interface Member {
  spec: ServiceSpec;
  /** Members of a higher step are stopped first. */
  step: number;
  process: ServiceProcess;
  restarts: number;
  afterRestart?: () => Promise<void>;
}

const LONGEST_PAUSE_MS = 30_000;
/** A process that has run this long has recovered: the next pause is the first one again. */
const RECOVERED_AFTER_MS = 60_000;

/** Starts services, starts again what crashes, and stops all in reverse order. */
export function createSupervisor(options: SupervisorOptions) {
  const { say, onChange, readyTimeoutMs = 180_000, stopTimeoutMs = 8000, firstPauseMs = 500 } = options;
  const members: Member[] = [];
  const ending = new AbortController();

  function start(spec: ServiceSpec): ServiceProcess {
    const started = startService(spec);
    queueMicrotask(() => onChange?.());
    return started;
  }

  /** Starts again and again until it is ready or all is stopped. */
  async function restart(member: Member, exit: ServiceExit, ranMs: number): Promise<void> {
    if (ranMs > RECOVERED_AFTER_MS) member.restarts = 0;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, firstPauseMs * 2 ** member.restarts++);
    say(`${member.spec.name} ended (${describeExit(exit)}); starting it again in ${pauseMs / 1000} s`);
    await delay(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
    if (ending.signal.aborted) return;
    member.process = start(member.spec);
    watch(member);
    try {
      await ready(member);
      await member.afterRestart?.();
      say(`${member.spec.name} runs again`);
    } catch (error) {
      if (!ending.signal.aborted && !member.process.hasExited()) say(messageOf(error));
    }
  }

  async function ready({ spec, process }: Member): Promise<void> {
    const faults = await waitUntilReady(spec, process, { timeoutMs: readyTimeoutMs, signal: ending.signal });
    for (const fault of faults) say(`${spec.name} runs, but is ${fault}`);
  }

  function watch(member: Member): void {
    const startedAt = performance.now();
    void member.process.exited.then((exit) => {
      onChange?.();
      if (!ending.signal.aborted) void restart(member, exit, performance.now() - startedAt);
    });
  }

  return {
    /** Aborted as soon as a stop was asked for. */
    ending: ending.signal,

    /** Starts a service and resolves when it is ready. Throws CLI_NOT_READY where it does not get there. */
    async launch(
      spec: ServiceSpec,
      { step, afterRestart }: { step: number; afterRestart?: () => Promise<void> },
    ) {
      const member: Member = { spec, step, process: start(spec), restarts: 0, afterRestart };
      members.push(member);
      await ready(member);
      watch(member);
    },

    /** Those that run now. */
    processes: () =>
      members
        .filter(({ process }) => !process.hasExited())
        .map(({ spec, process }) => ({ name: spec.name, pid: process.pid })),

    /** Marks the end: nothing is started any more. */
    beginStop: () => ending.abort(),

    /** Ends all processes, the last step first; one that does not obey is killed. */
    async stop(): Promise<void> {
      ending.abort();
      const steps = [...new Set(members.map(({ step }) => step))].sort((a, b) => b - a);
      for (const step of steps) {
        await Promise.all(members.filter((member) => member.step === step).map((member) => end(member)));
      }
    },

    kill(): void {
      ending.abort();
      for (const { process } of members) if (!process.hasExited()) process.kill('SIGKILL');
    },
  };

  async function end({ spec, process }: Member): Promise<void> {
    if (process.hasExited()) return;
    process.kill('SIGTERM');
    const timer = setTimeout(() => {
      say(`${spec.name} did not stop within ${stopTimeoutMs / 1000} s and was killed`);
      process.kill('SIGKILL');
    }, stopTimeoutMs);
    await process.exited;
    clearTimeout(timer);
  }
}

export type Supervisor = ReturnType<typeof createSupervisor>;

function describeExit({ code, signal }: ServiceExit): string {
  return signal ? `by ${signal}` : `with code ${code}`;
}
