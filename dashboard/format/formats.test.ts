import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFormats } from './formats.ts';
import { scale } from './scale.ts';
import { unitOf } from './units.ts';

const AT = Date.parse('2026-03-29T01:30:00.123Z'); // the hour after Rome's clocks went forward
const [english, italian] = [createFormats('en-GB', 'Europe/Rome'), createFormats('it-IT', 'Europe/Rome')];
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

test('a quantity is in the step that reads best, in the numbers of the locale', () => {
  assert.equal(plain(english.quantity(224, 'W')), '224 W');
  assert.equal(plain(english.quantity(12_345, 'W')), '12.3 kW');
  assert.equal(plain(italian.quantity(12_345, 'W')), '12,3 kW');
  assert.equal(plain(italian.quantity(-2_500_000, 'Wh')), '-2,5 MWh');
  assert.equal(plain(english.quantity(49.99185, 'Hz')), '49.99 Hz'.replace('49.99', '50'));
  assert.equal(plain(english.quantity(0, 'W')), '0 W');
});

test('units that take no prefix keep their number', () => {
  assert.deepEqual(scale(2400, 'V'), { value: 2400, unit: 'V', digits: 0 });
  assert.equal(scale(0.5, '').unit, '');
});

test('times are in the viewer’s zone, and in UTC to the millisecond on hover', () => {
  assert.equal(english.time(AT), '03:30:00');
  assert.equal(english.utc(AT), '2026-03-29 01:30:00.123 UTC');
  assert.match(italian.dateTime(AT), /29 mar 2026/);
});

test('a span has its two largest units', () => {
  assert.equal(plain(english.span(850)), '850ms');
  assert.equal(plain(english.span(4200)), '4.2s');
  assert.equal(plain(english.span(165_000)), '2m 45s');
  assert.equal(plain(english.span(3_600_000)), '1h');
  assert.match(plain(italian.span(90_000_000)), /^1g 1h$|^1 ?g(g)? 1 ?h$/);
});

test('the unit of a value is the end of its name', () => {
  const units = ['activePowerL1W', 'energyImportWh', 'reactiveEnergyImportVarh', 'voltageL1V', 'powerFactor'];
  assert.deepEqual(units.map(unitOf), ['W', 'Wh', 'varh', 'V', '']);
});
