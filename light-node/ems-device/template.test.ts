import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadTemplate, parseTemplate } from './template.ts';

const HEAD = 'brand: b\nmodel: m\nsource: s\nprotocol: modbus\n';
const WRITE = '{ address: 1, type: u16, value: { from: valueW } }';
const RELEASE = 'release: [{ address: 1, type: u16, value: 0 }]\n';

function fault(text: string): string {
  try {
    parseTemplate('mine', text);
    return 'no fault';
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    assert.equal(code, 'LN_EMS_TEMPLATE');
    return message;
  }
}

test('a template that would not hold what it says is refused with the reason', () => {
  const modes = `modes:\n  limit-import:\n    - ${WRITE}\n`;
  assert.equal(fault(`${HEAD}revert: { by: node }\n${modes}${RELEASE}`), 'no fault');
  assert.match(
    fault(`${HEAD}revert: { by: node, seconds: 9 }\n${modes}${RELEASE}`),
    /one of the node has none/,
  );
  assert.match(fault(`${HEAD}revert: { by: device }\n${modes}${RELEASE}`), /has seconds/);
  assert.match(
    fault(`${HEAD}revert: { by: device, seconds: 9 }\n${modes}${RELEASE}`),
    /no mode gives revertS/,
  );
  assert.match(fault(`${HEAD}revert: { by: node }\n${modes}`), /missing release/);
  assert.match(fault(`${HEAD}revert: { by: node }\nmodes: {}\n${RELEASE}`), /modes/);
  assert.match(
    fault(`${HEAD}revert: { by: node }\n${modes}${RELEASE}charger: { minA: 5, maxA: 16, stepA: 1 }\n`),
    /minA/,
  );
  assert.match(
    fault(`${HEAD}revert: { by: node }\n${modes.replace('valueW', 'currentA')}${RELEASE}`),
    /currentA needs charger/,
  );
  assert.match(fault(`${HEAD}revert: { by: node }\n${modes.replace('valueW', 'watts')}${RELEASE}`), /modes/);
  assert.match(fault('protocol: smoke\n'), /protocol is "smoke"; expected modbus, rest, mqtt/);
  assert.match(fault('a: [\n'), /is not YAML/);
});

test('a name that is nearly right gets a hint', () => {
  assert.throws(() => loadTemplate('sunspec-132'), /did you mean "sunspec-123"/);
});
