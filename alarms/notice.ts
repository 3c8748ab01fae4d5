import type { Severity } from './rule.ts';
import { type Language, type Said, SEVERITY_WORDS } from './said.ts';

export const NOTICE_KINDS = ['rang', 'repeated', 'over', 'message', 'test'] as const;

/** What is told on a channel; a webhook gets exactly this. Times are ISO 8601 UTC. */
export interface Notice {
  v: 1;
  /** The same for every try to send this one: who has seen it has it already. */
  id: string;
  network: string;
  /** Of `text`; absent it is English. */
  language?: Language;
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

const WORDS: Record<Notice['what'], Said> = {
  rang: { en: 'ALARM', it: 'ALLARME' },
  repeated: { en: 'STILL', it: 'ANCORA' },
  over: { en: 'OVER', it: 'FINITO' },
  message: { en: 'MESSAGE', it: 'MESSAGGIO' },
  test: { en: 'TEST', it: 'PROVA' },
};

/** One line: what a person sees first. */
export function headline({ what, severity, title, network, language = 'en' }: Notice): string {
  const [word, grave] = [WORDS[what][language], SEVERITY_WORDS[severity][language]];
  return oneLine(`${word} (${grave}) ${title} · ${network}`);
}

/** A title is somebody's text: it stays within its line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
