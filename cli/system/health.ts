import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { AccessLayerError } from '@access-layer/core/errors';
import type { ServiceProcess, ServiceSpec } from './service-process.ts';

const POLL_MS = 50;
const ANSWER_TIMEOUT_MS = 2000;

/**
 * Resolves when every health address answers: with what is wrong, where a service runs and says that it is degraded. One
 * halted node or one full disk must not keep the rest from running. Throws CLI_NOT_READY with the end of its log,
 * CLI_STOPPED on abort.
 */
export async function waitUntilReady(
  spec: ServiceSpec,
  running: ServiceProcess,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<string[]> {
  const deadline = performance.now() + timeoutMs;
  const faults: string[] = [];
  for (const url of spec.healthUrls) {
    let state = await healthOf(url);
    while (!state.runs) {
      if (signal.aborted) throw stopped();
      if (running.hasExited()) throw notReady(spec, 'it ended at once');
      if (performance.now() > deadline)
        throw notReady(spec, `${url} says ${state.fault} after ${timeoutMs} ms`);
      await delay(POLL_MS);
      state = await healthOf(url);
    }
    if (state.fault) faults.push(state.fault);
  }
  return faults;
}

async function healthOf(url: string): Promise<{ runs: boolean; fault?: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    const { status, reason = '' } = (await response.json()) as { status?: string; reason?: string };
    if (response.ok) return { runs: true };
    return { runs: status === 'degraded', fault: `${status ?? response.status}: ${reason}` };
  } catch {
    return { runs: false, fault: 'no answer' };
  }
}

export function stopped(): AccessLayerError {
  return new AccessLayerError({ code: 'CLI_STOPPED', message: 'stopped while starting' });
}

function notReady({ name, logFile }: ServiceSpec, why: string): AccessLayerError {
  return new AccessLayerError({
    code: 'CLI_NOT_READY',
    message: `${name} does not start: ${why}. The end of ${logFile}:\n${endOfLog(logFile)}`,
  });
}

function endOfLog(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5).map(readable).join('\n');
  } catch {
    return '(no log)';
  }
}

/** A line of the log in words, where it is one of ours. */
function readable(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return `  ${msg ?? ''}${err?.message && err.message !== msg ? ` (${err.message})` : ''}`;
  } catch {
    return `  ${line}`;
  }
}
