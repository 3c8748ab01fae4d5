import { createMetrics } from '@access-layer/kit/metrics';
import type { Parts } from './parts.ts';

export function metricsOf({ alarms, outbox, rules, sources }: Parts) {
  return createMetrics([
    {
      name: 'access_layer_alarms_rules',
      help: 'Rules that are judged.',
      read: () => rules.enabled().length,
    },
    {
      name: 'access_layer_alarms_ringing',
      help: 'Alarms that ring, by severity.',
      labelNames: ['severity'],
      read() {
        const of = Object.groupBy(alarms.ringing(), ({ severity }) => severity);
        return Object.entries(of).map(([severity, list]) => ({ labels: { severity }, value: list.length }));
      },
    },
    {
      name: 'access_layer_alarms_deliveries',
      help: 'Notices by what became of them, of the days that are kept.',
      labelNames: ['state'],
      read: () => outbox.counts().map(({ state, value }) => ({ labels: { state }, value })),
    },
    {
      name: 'access_layer_alarms_source_up',
      help: '1 where what rules are judged by can be had.',
      labelNames: ['source'],
      read: () => sources.all().map(({ source, ok }) => ({ labels: { source }, value: ok ? 1 : 0 })),
    },
  ]);
}
