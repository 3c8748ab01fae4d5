import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/** The supervisor's own log: one line of JSON an event, beside the logs of the services. */
export function createEventLog(dir: string): (line: string) => void {
  const file = join(dir, 'start.log');
  return (msg) =>
    appendFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), name: 'start', msg })}\n`);
}
