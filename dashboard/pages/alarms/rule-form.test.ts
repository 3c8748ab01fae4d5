import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RuleBody } from '../../api/alarms.ts';
import { bodyOf, EMPTY, formOf } from './rule-form.ts';

const common = {
  name: 'R',
  severity: 'critical' as const,
  enabled: false,
  forS: 60,
  repeatS: 3600,
  channels: ['c'],
};
const conditions: RuleBody['condition'][] = [
  { kind: 'threshold', pod: 'P', value: 'voltageL1V', side: 'below', limit: 207.5, hysteresis: 2 },
  { kind: 'threshold', value: 'activePowerW', side: 'above', limit: 3000 },
  { kind: 'missing', pod: 'P', noneForS: 900 },
  { kind: 'anomaly', types: ['gap', 'clock'], leastSeverity: 'info' },
  { kind: 'anchor-age', aboveS: 600 },
  { kind: 'metric', metric: 'up', service: 'gateway', side: 'below', limit: 1 },
];

test('every rule goes into the form and comes out as it was', () => {
  for (const condition of conditions) {
    const body = { ...common, condition };
    assert.deepEqual(bodyOf(formOf(body)), body);
  }
});

test('what is left empty is not sent', () => {
  const { condition } = bodyOf({ ...EMPTY, pod: ' ', types: ' , ', kind: 'anomaly' });
  assert.deepEqual(condition, { kind: 'anomaly', leastSeverity: 'warning' });
});
