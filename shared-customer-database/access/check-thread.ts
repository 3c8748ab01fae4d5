import { parentPort, workerData } from 'node:worker_threads';
import { checkPolicies } from './check-policies.ts';

/** What the thread found: the texts that were checked, so that nothing else comes into force. */
export type ThreadAnswer =
  | { ok: true; schema: string; policies: Record<string, string> }
  | { ok: false; errors: string[] };

if (parentPort) {
  const checked = checkPolicies(workerData as string);
  const answer: ThreadAnswer = checked.ok
    ? { ok: true, schema: checked.files.schema.text, policies: checked.files.policies }
    : checked;
  parentPort.postMessage(answer);
}
