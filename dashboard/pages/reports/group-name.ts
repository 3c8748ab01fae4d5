import type { ReportKind } from '../../api/reports.ts';

interface Words {
  words: Record<string, string>;
}

/** A group as people say it. */
export function groupName(_kind: ReportKind, group: string, { words }: Words): string {
  return words[group] ?? group;
}
