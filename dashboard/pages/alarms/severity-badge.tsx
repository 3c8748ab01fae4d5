import { Badge, type Tone } from '../../parts/badge.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { alarms } from './texts.ts';

export type Severity = 'info' | 'warning' | 'critical';
const TONES: Record<Severity, Tone> = { info: 'info', warning: 'warn', critical: 'bad' };
/** For sorting: the gravest last. */
export const RANK: Record<Severity, number> = { info: 0, warning: 1, critical: 2 };

export function SeverityBadge({ of }: { of: Severity }) {
  const t = useTexts(alarms);
  return <Badge tone={TONES[of]}>{t.severities[of]}</Badge>;
}
