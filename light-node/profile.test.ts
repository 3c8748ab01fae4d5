import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AccessLayerError } from '@access-layer/core/errors';
import { decodeValue } from './decode.ts';
import { checkProtocol, listProfiles, loadProfile, type Protocol, parseProfile } from './profile.ts';

const good = `
brand: Acme
model: M1
source: Acme manual 3, page 4
protocol: modbus
functionCode: 4
role: production
pollIntervalS: 5
defaults: { type: i32, wordOrder: low-first, notAvailable: ['0x7FFFFFFF'] }
values:
  activePowerW: { address: 40, factor: 0.1, sign: -1 }
  frequencyHz: { address: 51, type: i16, factor: 0.1 }
  energyImportWh: { sum: [52, 78], factor: 100 }
`;

function errorsOf(text: string): string[] {
  try {
    parseProfile('acme', text);
  } catch (error) {
    assert.equal((error as AccessLayerError).code, 'LN_PROFILE_INVALID');
    return (error as AccessLayerError).context.errors as string[];
  }
  return [];
}

test('a profile becomes values with their defaults, and blocks', () => {
  const profile = parseProfile('acme', good);
  assert.equal(profile.protocol, 'modbus');
  assert.deepEqual(profile.values, [
    {
      name: 'activePowerW',
      addresses: [40],
      type: 'i32',
      wordOrder: 'low-first',
      factor: 0.1,
      sign: -1,
      notAvailable: [0x7fffffffn],
    },
    {
      name: 'frequencyHz',
      addresses: [51],
      type: 'i16',
      wordOrder: 'low-first',
      factor: 0.1,
      sign: 1,
      notAvailable: [],
    },
    {
      name: 'energyImportWh',
      addresses: [52, 78],
      type: 'i32',
      wordOrder: 'low-first',
      factor: 100,
      sign: 1,
      notAvailable: [0x7fffffffn],
    },
  ]);
  assert.deepEqual(profile.blocks, [
    { address: 40, count: 14 },
    { address: 78, count: 2 },
  ]);
  assert.equal(profile.role, 'production');
});

const faults: [string, string, string, RegExp][] = [
  ['an unknown key', 'role: production', 'role: production\npolInterval: 5', /unknown key "polInterval"/],
  [
    'an unknown key of a value',
    'factor: 0.1, sign',
    'facktor: 0.1, sign',
    /values\.activePowerW: unknown key "facktor"; did you mean "factor"/,
  ],
  [
    'a name that formats 2 has not',
    'activePowerW',
    'activePowerKW',
    /unknown key "activePowerKW"; did you mean "activePowerW"/,
  ],
  ['a missing protocol', 'protocol: modbus\n', '', /missing protocol; there are .*modbus/],
  ['a protocol that is none', 'modbus', 'mobdus', /"mobdus" is none of .*; did you mean "modbus"/],
  ['a missing key', 'brand: Acme\n', '', /missing brand/],
  ['a type that is no type', 'type: i16', 'type: i24', /i24/],
  ['an address beyond Modbus', 'address: 40', 'address: 70000', /70000/],
  ['a value beyond the last register', 'address: 40', 'address: 65535', /i32 at 65535 ends after 65535/],
  ['both address and sum', 'address: 40', 'address: 40, sum: [40, 42]', /either "address" or "sum"/],
  ['neither address nor sum', 'address: 40, ', '', /either "address" or "sum"/],
  ['overlapping values', 'address: 51', 'address: 53', /52\.\.53 and 53\.\.53 overlap/],
  ['a not-available value of the wrong width', '0x7FFFFFFF', '0x7FFF', /4 digits; i32 has 8/],
  ['a key given twice', 'model: M1', 'model: M1\nmodel: M2', /unique/],
  ['text that is not YAML', 'brand: Acme', 'brand: [', /./],
];

for (const [what, from, to, expected] of faults) {
  test(`${what} is refused by name`, () => {
    assert.notEqual(good.replace(from, to), good);
    assert.match(errorsOf(good.replace(from, to)).join('\n'), expected);
  });
}

test('all errors come at once', () => {
  assert.equal(errorsOf(good.replace('address: 40, ', '').replace('0x7FFFFFFF', '0x7F')).length, 3);
});

test('an unknown profile names the nearest, and profiles come from the folder that is given', (t) => {
  assert.throws(() => loadProfile('sdm63'), /did you mean "sdm630"\?; there are .*pac3200.*sdm630/);
  const dir = mkdtempSync(join(tmpdir(), 'profiles-'));
  t.after(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, 'acme.yaml'), good);
  assert.deepEqual(listProfiles(dir), ['acme']);
  assert.equal(loadProfile('acme', dir).brand, 'Acme');
  assert.throws(() => loadProfile('../secret', dir), { code: 'LN_PROFILE_UNKNOWN' });
});

test('what is taken away lies in the blocks, is decoded as the rest, and must fit the table', () => {
  const apart = good.replace('address: 40, factor: 0.1, sign: -1', 'address: 40, minus: [90], factor: 0.1');
  const profile = parseProfile('acme', apart);
  assert.ok(profile.protocol === 'modbus');
  assert.deepEqual(profile.blocks.at(-1), { address: 78, count: 14 });
  const words = (address: number) => (address === 40 ? [100, 0] : [1600, 0]);
  assert.equal(decodeValue(profile.values[0]!, words), -150);
  assert.equal(
    decodeValue(profile.values[0]!, (at) => (at === 90 ? [0xffff, 0x7fff] : [1, 0])),
    undefined,
  );
  assert.match(errorsOf(apart.replace('[90]', '[65535]')).join(), /i32 at 65535 ends after 65535/);
});

test('a driver refuses the profile of another protocol', () => {
  const driver = { name: 'smoke', protocols: ['smoke-signals'] as unknown as Protocol[] };
  const expected = { code: 'LN_PROFILE_PROTOCOL', message: /smoke speaks smoke-signals; .* acme .* modbus/ };
  assert.throws(() => checkProtocol(parseProfile('acme', good), driver), expected);
});
