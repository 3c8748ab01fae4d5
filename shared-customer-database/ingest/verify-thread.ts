import '@access-layer/kit/native';
import { parentPort, workerData } from 'node:worker_threads';
import { createProofCheck } from './proof-check.ts';
import { type RecordRules, type RecordVerdict, verifyRecord } from './verify-record.ts';

/** Records that follow each other on the stream, by their texts alone. */
export interface RecordGroup {
  id: number;
  texts: string[];
}

export interface GroupVerdicts {
  id: number;
  verdicts: RecordVerdict[];
}

if (parentPort) {
  const port = parentPort;
  const rules = workerData as RecordRules;
  const includes = createProofCheck();
  port.on('message', ({ id, texts }: RecordGroup) => {
    const verdicts = texts.map((text) => verifyRecord(text, rules, includes));
    port.postMessage({ id, verdicts } satisfies GroupVerdicts);
  });
}
