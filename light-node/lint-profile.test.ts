import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lintProfile } from './lint-profile.ts';
import { listProfiles, PROFILE_DIR } from './profile.ts';

const good = `brand: Acme
model: M1
source: Acme manual 3, page 4
protocol: modbus
functionCode: 4
role: production
pollIntervalS: 5
defaults: { type: i32, wordOrder: low-first }
values:
  activePowerW: { address: 40, factor: 0.1, sign: -1 }
  frequencyHz: { address: 51, type: i16, factor: 0.1 }
  energyImportWh: { sum: [52, 78], factor: 100 }
`;

const faults: [string, string, string, number, RegExp, RegExp][] = [
  [
    'an unknown key',
    'role:',
    'rolle:',
    6,
    /unknown key "rolle"; did you mean "role"/,
    /Correct its spelling/,
  ],
  ['an unknown value', 'frequencyHz', 'frequenzHz', 11, /unknown key "frequenzHz"/, /Correct its spelling/],
  ['a key that is missing', 'brand: Acme\n', '', 1, /missing brand/, /Add the key/],
  [
    'a choice that is none',
    'functionCode: 4',
    'functionCode: 6',
    5,
    /6 must be one of 3, 4/,
    /Correct the value/,
  ],
  [
    'an overlap',
    'address: 51',
    'address: 53',
    9,
    /52\.\.53 and 53\.\.53 overlap/,
    /32 bits fill two registers/,
  ],
  ['a value beyond the end', 'address: 40', 'address: 65535', 10, /ends after 65535/, /zero-based/],
  [
    'two keys that exclude each other',
    '40,',
    '40, sum: [40, 42],',
    10,
    /either "address" or "sum"/,
    /tariffs/,
  ],
  [
    'a protocol that is none',
    ': modbus',
    ': mobdus',
    4,
    /did you mean "modbus"/,
    /protocol the meter speaks/,
  ],
  ['a key given twice', 'model: M1', 'model: M1\nmodel: M2', 3, /unique/, /Remove one/],
  ['a bracket that does not close', 'brand: Acme', 'brand: [Acme', 2, /./, /Correct the YAML/],
];

for (const [what, from, to, line, message, help] of faults) {
  test(`${what}: the line, what is wrong and what to do`, () => {
    assert.notEqual(good.replace(from, to), good);
    const { findings, profile } = lintProfile('acme', good.replace(from, to));
    const found = findings.find((finding) => message.test(finding.message));
    assert.ok(found, JSON.stringify(findings));
    assert.equal(found.severity, 'error');
    assert.equal(found.line, line);
    assert.match(found.help, help);
    assert.equal(profile, undefined);
  });
}

const doubts: [string, string, string, string, number, RegExp][] = [
  ['power without a sign', 'acme', 'factor: 0.1, sign: -1', 'type: u32', 10, /u32 has no sign/],
  [
    'a float that counts Wh',
    'acme',
    'sum: [52, 78], factor: 100',
    'address: 52, type: f32',
    12,
    /f32 with factor 1/,
  ],
  ['a name that cannot be signed everywhere', 'Acme M1', '', '', 1, /"Acme M1\.yaml"/],
];

for (const [what, name, from, to, line, message] of doubts) {
  test(`${what} is a warning, and the profile can be used`, () => {
    const { findings, profile } = lintProfile(name, good.replace(from, to));
    assert.equal(findings.length, 1, JSON.stringify(findings));
    assert.equal(findings[0]!.severity, 'warning');
    assert.equal(findings[0]!.line, line);
    assert.match(findings[0]!.message, message);
    assert.ok(profile);
  });
}

test('a profile without power and energy is doubted', () => {
  const only = good.replace(/ {2}activePower.*\n/, '').replace(/ {2}energy.*\n/, '');
  assert.match(lintProfile('acme', only).findings[0]!.message, /neither activePowerW nor energyImportWh/);
});

test('nothing is said of a good profile, and of none of ours', () => {
  assert.deepEqual(lintProfile('acme', good).findings, []);
  for (const name of listProfiles()) {
    const text = readFileSync(join(PROFILE_DIR, `${name}.yaml`), 'utf8');
    assert.deepEqual(lintProfile(name, text).findings, [], name);
  }
});
