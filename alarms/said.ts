import type { OverWhy } from './alarms.ts';
import type { Condition, Severity } from './rule.ts';

export const LANGUAGES = ['en', 'it'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One sentence in each language that a channel may have. */
export type Said = Readonly<Record<Language, string>>;

type Side = Extract<Condition, { side: unknown }>['side'];
const SIDES: Record<Side, Said> = {
  above: { en: 'above', it: 'sopra' },
  below: { en: 'below', it: 'sotto' },
};
export const SEVERITY_WORDS: Record<Severity, Said> = {
  info: { en: 'info', it: 'informazione' },
  warning: { en: 'warning', it: 'avviso' },
  critical: { en: 'critical', it: 'critico' },
};
export const OVER_WORDS: Record<OverWhy, Said> = {
  normal: { en: 'back to normal', it: 'tornato alla normalità' },
  'rule-changed': { en: 'its rule was changed', it: 'la sua regola è stata modificata' },
  'rule-removed': { en: 'its rule was removed', it: 'la sua regola è stata eliminata' },
  'not-readable': {
    en: 'its owner may not read the PoD any more',
    it: 'il suo proprietario non può più leggere il PoD',
  },
};
export const TEST_WORDS: Record<'title' | 'text', Said> = {
  title: { en: 'A test', it: 'Una prova' },
  text: {
    en: 'This is a test of a channel. Nothing is wrong.',
    it: 'Questa è una prova di un canale. Va tutto bene.',
  },
};

/** Names of values and metrics stay as they are in a reading and in Prometheus. */
export function beyond(what: string, of: string, at: { value: number; side: Side; limit: number }): Said {
  const { value, side, limit } = at;
  return {
    en: `${what} of ${of} is ${value}, ${SIDES[side].en} ${limit}`,
    it: `${what} di ${of} è ${value}, ${SIDES[side].it} ${limit}`,
  };
}

export function missing(pod: string, noneForS: number, lastMs: number): Said {
  const last = lastMs === 0 ? undefined : new Date(lastMs).toISOString();
  return {
    en: `no reading of ${pod} has come for ${noneForS} s; the last one ${last ? `came at ${last}` : 'is not known'}`,
    it: `nessuna lettura di ${pod} è arrivata da ${noneForS} s; l’ultima ${last ? `è arrivata alle ${last}` : 'non è nota'}`,
  };
}

export function anchorAge(ageS: number, aboveS: number): Said {
  const rounded = Math.round(ageS);
  return {
    en: `the oldest reading that is not anchored is ${rounded} s old, above ${aboveS} s`,
    it: `la lettura più vecchia non ancorata ha ${rounded} s, sopra ${aboveS} s`,
  };
}

export function anomaly(of: {
  type: string;
  severity?: Severity | undefined;
  node: string;
  pod?: string | undefined;
  subject?: string | undefined;
}): Said {
  const { type, severity = 'info', node, pod, subject } = of;
  const rest = `${pod ? `, PoD ${pod}` : ''}${subject ? `: ${subject}` : ''}`;
  return {
    en: `${type} (${SEVERITY_WORDS[severity].en}) at ${node}${rest}`,
    it: `${type} (${SEVERITY_WORDS[severity].it}) su ${node}${rest}`,
  };
}

export function isOver(why: OverWhy, was: Said): Said {
  return {
    en: `It is over: ${OVER_WORDS[why].en}. It was: ${was.en}`,
    it: `È finito: ${OVER_WORDS[why].it}. Era: ${was.it}`,
  };
}
