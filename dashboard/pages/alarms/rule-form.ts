import type { Rule, RuleBody } from '../../api/alarms.ts';

export type Kind = Rule['condition']['kind'];

/** A rule as it stands in the fields of a form: texts, as somebody types them. */
export interface RuleForm {
  name: string;
  severity: Rule['severity'];
  enabled: boolean;
  kind: Kind;
  pod: string;
  value: string;
  side: 'above' | 'below';
  limit: string;
  hysteresis: string;
  noneForS: string;
  types: string;
  leastSeverity: Rule['severity'];
  aboveS: string;
  metric: string;
  service: string;
  forS: string;
  repeatS: string;
  channels: string[];
}

export const EMPTY: RuleForm = {
  ...{ name: '', severity: 'warning', enabled: true, kind: 'threshold', pod: '', value: 'activePowerW' },
  ...{ side: 'above', limit: '3000', hysteresis: '0', noneForS: '900', types: '', leastSeverity: 'warning' },
  ...{
    aboveS: '600',
    metric: 'access_layer_batches_waiting',
    service: '',
    forS: '0',
    repeatS: '0',
    channels: [],
  },
};

export function formOf({
  name,
  severity,
  enabled = true,
  condition,
  forS = 0,
  repeatS = 0,
  channels,
}: RuleBody): RuleForm {
  const fields = Object.entries(condition).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.join(', ') : String(value),
  ]);
  return {
    ...EMPTY,
    ...(Object.fromEntries(fields) as Partial<RuleForm>),
    ...{ name, severity, enabled, channels, forS: String(forS), repeatS: String(repeatS) },
  };
}

export function bodyOf(form: RuleForm): RuleBody {
  const { name, severity, enabled, channels } = form;
  const times = { forS: Number(form.forS), repeatS: Number(form.repeatS) };
  return { name: name.trim(), severity, enabled, channels, ...times, condition: conditionOf(form) };
}

function conditionOf(form: RuleForm): RuleBody['condition'] {
  const { kind, side, leastSeverity } = form;
  const pod = form.pod.trim() ? { pod: form.pod.trim() } : {};
  const hysteresis = Number(form.hysteresis);
  const limit = { side, limit: Number(form.limit), ...(hysteresis > 0 ? { hysteresis } : {}) };
  const types = form.types.split(',').flatMap((type) => type.trim() || []);
  switch (kind) {
    case 'threshold':
      return { kind, ...pod, value: form.value as 'activePowerW', ...limit };
    case 'missing':
      return { kind, ...pod, noneForS: Number(form.noneForS) };
    case 'anomaly':
      return { kind, ...pod, leastSeverity, ...(types.length > 0 ? { types } : {}) };
    case 'anchor-age':
      return { kind, aboveS: Number(form.aboveS) };
    case 'metric':
      return {
        kind,
        metric: form.metric.trim(),
        ...(form.service ? { service: form.service } : {}),
        ...limit,
      };
  }
}
