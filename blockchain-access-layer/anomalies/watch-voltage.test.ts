import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime } from '@access-layer/core/time';
import { type VoltageStates, watchVoltage } from './watch-voltage.ts';

const MONDAY = Date.parse('2026-02-02T00:00:00.000Z');
const TEN_MINUTES_MS = 600_000;

/** A meter that shows one voltage in each ten minutes; answers what is open. */
function meter() {
  const states: VoltageStates = {};
  const open = new Map<string, object>();
  let at = MONDAY;
  return {
    open,
    show(voltage: number, tenMinutes = 1) {
      for (let i = 0; i < tenMinutes * 5; i++, at += TEN_MINUTES_MS / 5) {
        const reading = {
          at: formatTime(at),
          quality: ['measured' as const],
          values: { voltageL1V: voltage },
        };
        watchVoltage(states, reading, at, {
          fault: (_type, subject, facts) => void open.set(subject, facts),
          well: (_type, subject) => void open.delete(subject),
        });
      }
      return [...open.keys()];
    },
  };
}

const ALWAYS = 'voltageL1V always';
const WEEK = 'voltageL1V 95 % of a week';

test('each ten minutes within +10 % and -15 %, judged when they are over', () => {
  const { show } = meter();
  assert.deepEqual(show(230, 2), []);
  assert.deepEqual(show(253.1), [], 'they are not over yet');
  assert.deepEqual(show(253), [ALWAYS], 'now they are');
  assert.deepEqual(show(195.5), [], '253 V is the limit, and within');
  assert.deepEqual(show(195.4), [], '195.5 V too');
  assert.deepEqual(show(230), [ALWAYS]);
  assert.deepEqual(show(230), []);
});

test('the mean is the root of the mean square, not the mean', () => {
  const { show, open } = meter();
  show(230);
  show(190, 0.4);
  show(293, 0.6);
  show(230);
  assert.equal((open.get(ALWAYS) as { meanV: number }).meanV, 256.81);
});

test('95 % of the means of a week within 10 %: told when 51 are outside, over after a week within', () => {
  const { show } = meter();
  assert.deepEqual(show(206, 50), []);
  assert.deepEqual(show(230, 2), [], '50 of 1008 are within 5 %');
  assert.deepEqual(show(206), []);
  assert.deepEqual(show(230), [WEEK]);
  assert.deepEqual(show(230, 1008 - 54), [WEEK], 'to the end of the week');
  assert.deepEqual(show(230, 1008), [WEEK], 'the next is not over');
  assert.deepEqual(show(230, 2), []);
});

test('an interruption, a phase that is not connected, and ten minutes with too little in them say nothing', () => {
  const { show } = meter();
  assert.deepEqual(show(0, 4), []);
  assert.deepEqual(show(11, 4), []);
  show(230);
  assert.deepEqual(show(300, 0.2), []);
  assert.deepEqual(show(0, 3), []);
  assert.deepEqual(show(230), []);
});
