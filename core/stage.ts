/** One word for each stage, in function names, logs, metrics, documents and screens. */
export const STAGES = ['measured', 'signed', 'accepted', 'sealed', 'anchored', 'stored', 'served'] as const;
export type Stage = (typeof STAGES)[number];

/** Counter of distinct packets (readings for measured, answers for served) that reached a stage, from durable state. */
export function stageMetric(stage: Stage): string {
  return `access_layer_${stage}_total`;
}
