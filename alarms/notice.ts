import type { Severity } from './rule.ts';

export const NOTICE_KINDS = ['rang', 'repeated', 'over', 'message', 'test'] as const;

/** What is told on a channel; a webhook gets exactly this. Times are ISO 8601 UTC. */
export interface Notice {
  v: 1;
  /** The same for every try to send this one: who has seen it has it already. */
  id: string;
  network: string;
  what: (typeof NOTICE_KINDS)[number];
  at: string;
  severity: Severity;
  title: string;
  text: string;
  alarm?: {
    id: number;
    rule?: string;
    subject: string;
    since: string;
    rangAt: string;
    overAt?: string;
    value?: number;
  };
  /** Where people look at it. */
  url: string;
}

const WORDS: Record<Notice['what'], string> = {
  rang: 'ALARM',
  repeated: 'STILL',
  over: 'OVER',
  message: 'MESSAGE',
  test: 'TEST',
};

/** One line: what a person sees first. */
export function headline({ what, severity, title, network }: Notice): string {
  return oneLine(`${WORDS[what]} (${severity}) ${title} · ${network}`);
}

/** A title is somebody's text: it stays within its line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
