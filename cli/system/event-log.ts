import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The supervisor's own log: one line of JSON an event, beside the logs of the services. A disk that is full costs lines
 * of the log, and must not cost the supervision.
 */
export function createEventLog(dir: string): (line: string) => void {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'start.log');
  return (msg) => {
    try {
      appendFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), name: 'start', msg })}\n`);
    } catch {
      // it is on the screen
    }
  };
}
