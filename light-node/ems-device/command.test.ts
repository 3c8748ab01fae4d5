import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepareCommand } from './command.ts';
import { encodeRegister, registerValue } from './registers.ts';

const charger = { minA: 6, maxA: 16, stepA: 1 };
const limit = (valueW: number, phases: 1 | 3, voltageV = 230) => {
  const command = { mode: 'limit-import', valueW } as const;
  const prepared = prepareCommand(command, { site: { phases, voltageV }, charger, revertS: 0 });
  return prepared.ok ? [prepared.variables.currentA, prepared.commandedW, prepared.pauses] : prepared.detail;
};

test('a charger is told amperes per phase: rounded down, at least 6 A or none, at most its own', () => {
  assert.deepEqual(limit(7000, 1), [16, 3680, false]);
  assert.deepEqual(limit(7000, 3), [10, 6900, false]);
  assert.deepEqual(limit(1380, 1), [6, 1380, false]);
  assert.deepEqual(limit(1379, 1), [0, 0, true]);
  assert.deepEqual(limit(4139, 3), [0, 0, true]);
  assert.deepEqual(limit(4140, 3), [6, 4140, false]);
  assert.deepEqual(limit(7200, 3, 240), [10, 7200, false]);
  assert.match(String(limit(-1, 3)), /gives no power back/);
});

test('a limit is never exceeded by what a charger is told, whatever its steps', () => {
  for (const stepA of [0.1, 0.5, 1]) {
    for (let valueW = 0; valueW <= 12_000; valueW += 37) {
      const command = { mode: 'limit-import', valueW } as const;
      const prepared = prepareCommand(command, {
        site: { phases: 3 },
        charger: { ...charger, stepA },
        revertS: 0,
      });
      assert.ok(prepared.ok && prepared.commandedW <= valueW + 0.5, `${valueW} W by ${stepA} A`);
    }
  }
});

test('a percentage needs the rating, and a number that does not fit its register is none', () => {
  const command = { mode: 'limit-export', valueW: 2500 } as const;
  const rated = prepareCommand(command, { site: { ratedPowerW: 10_000 }, revertS: 60 });
  const unrated = prepareCommand(command, { site: {}, revertS: 60 });
  assert.ok(rated.ok && unrated.ok);
  const write = { address: 0, type: 'u16', value: { from: 'percent' } } as const;
  assert.equal(registerValue(write, rated.variables, -2), 2500);
  assert.equal(registerValue(write, unrated.variables, -2), undefined);
  assert.equal(registerValue(write, rated.variables, -4), undefined);
  assert.equal(
    registerValue({ ...write, type: 'i16', value: { from: 'valueW', factor: -1 } }, { valueW: 3 }),
    -3,
  );
  assert.deepEqual(encodeRegister({ ...write, type: 'i32' }, -2), [0xffff, 0xfffe]);
  assert.deepEqual(encodeRegister({ ...write, type: 'i32', lowWordFirst: true }, -2), [0xfffe, 0xffff]);
});
