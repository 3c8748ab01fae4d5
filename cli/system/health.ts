import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { AccessLayerError } from '@access-layer/core/errors';
import type { ServiceProcess, ServiceSpec } from './service-process.ts';

const POLL_MS = 50;
const ANSWER_TIMEOUT_MS = 2000;

/** Resolves when every health address answers 200. Throws CLI_NOT_READY with the end of its log, CLI_STOPPED on abort. */
export async function waitUntilReady(
  spec: ServiceSpec,
  running: ServiceProcess,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (const url of spec.healthUrls) {
    let state = 'no answer';
    while (state !== 'ok') {
      if (signal.aborted) throw stopped();
      if (running.hasExited()) throw notReady(spec, 'it ended at once');
      if (performance.now() > deadline) throw notReady(spec, `${url} says ${state} after ${timeoutMs} ms`);
      state = await healthOf(url);
      if (state !== 'ok') await delay(POLL_MS);
    }
  }
}

/** `ok`, or what is wrong in words. */
export async function healthOf(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    const body = (await response.json()) as { status?: string; reason?: string };
    return response.ok ? 'ok' : `${body.status ?? response.status}: ${body.reason ?? ''}`;
  } catch {
    return 'no answer';
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
