import type { Rule } from '../../api/alarms.ts';
import { unitOf } from '../../format/units.ts';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { alarms } from './texts.ts';

/** What a rule watches, in a line. */
export function useInWords(): (condition: Rule['condition']) => string {
  const t = useTexts(alarms);
  const formats = useFormats();
  return (condition) => {
    switch (condition.kind) {
      case 'threshold': {
        const limit = formats.quantity(condition.limit, unitOf(condition.value));
        return t.says.threshold(condition.value, condition.pod ?? t.everyPod, t.sides[condition.side], limit);
      }
      case 'missing':
        return t.says.missing(condition.pod ?? t.everyPod, formats.number(condition.noneForS));
      case 'anomaly':
        return t.says.anomaly(
          condition.types?.join(', ') ?? t.everyType,
          t.severities[condition.leastSeverity ?? 'info'],
        );
      case 'anchor-age':
        return t.says.age(formats.number(condition.aboveS));
      case 'metric': {
        const { metric, service = t.everyService, side, limit } = condition;
        return t.says.metric(metric, service, t.sides[side], formats.number(limit));
      }
    }
  };
}
