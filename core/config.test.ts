import assert from 'node:assert/strict';
import { test } from 'node:test';
import Type from 'typebox';
import { checkConfig, nearest } from './config.ts';

const closed = { additionalProperties: false };
const schema = Type.Object(
  {
    network: Type.String(),
    http: Type.Object({ host: Type.String(), port: Type.Integer({ minimum: 0, maximum: 65535 }) }, closed),
    windowMs: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);

test('a configuration that fits comes back as it is', () => {
  const config = { network: 'rome-1', http: { host: '127.0.0.1', port: 80 } };
  assert.deepEqual(checkConfig(schema, config), { ok: true, config });
});

test('all errors come at once, each with path and value; nothing is coerced', () => {
  const checked = checkConfig(schema, { http: { host: '127.0.0.1', port: '80' }, windowMs: 0 });
  assert.ok(!checked.ok);
  const text = checked.errors.join('\n');
  assert.match(text, /missing network/);
  assert.match(text, /http\.port: "80"/);
  assert.match(text, /windowMs: 0/);
});

test('an unknown key names the nearest known one', () => {
  const checked = checkConfig(schema, { network: 'x', http: { host: 'x', prot: 1, port: 1 }, windwMs: 5 });
  assert.ok(!checked.ok);
  assert.match(checked.errors.join('\n'), /unknown key "prot"; did you mean "port"\?/);
  assert.match(checked.errors.join('\n'), /unknown key "windwMs"; did you mean "windowMs"\?/);
});

test('a word far from all known ones has no nearest', () => {
  assert.equal(nearest('zebra', ['network', 'http']), undefined);
});
