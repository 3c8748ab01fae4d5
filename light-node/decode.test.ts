import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeValue } from './decode.ts';
import type { RegisterType, RegisterValue, WordOrder } from './register-value.ts';

const value = (type: RegisterType, rest: Partial<RegisterValue> = {}): RegisterValue => ({
  name: 'activePowerW',
  addresses: [0],
  type,
  wordOrder: 'high-first',
  factor: 1,
  sign: 1,
  notAvailable: [],
  ...rest,
});

/** Words as the meter has them: written apart from the decoder, through a Buffer. */
function wordsOfBuffer(buffer: Buffer, order: WordOrder): number[] {
  const words = [];
  for (let offset = 0; offset < buffer.length; offset += 2) words.push(buffer.readUInt16BE(offset));
  return order === 'high-first' ? words : words.reverse();
}

const writers: Record<RegisterType, (number: number) => Buffer> = {
  u16: (number) => write(2, (buffer) => buffer.writeUInt16BE(number)),
  i16: (number) => write(2, (buffer) => buffer.writeInt16BE(number)),
  u32: (number) => write(4, (buffer) => buffer.writeUInt32BE(number)),
  i32: (number) => write(4, (buffer) => buffer.writeInt32BE(number)),
  u64: (number) => write(8, (buffer) => buffer.writeBigUInt64BE(BigInt(number))),
  i64: (number) => write(8, (buffer) => buffer.writeBigInt64BE(BigInt(number))),
  f32: (number) => write(4, (buffer) => buffer.writeFloatBE(number)),
  f64: (number) => write(8, (buffer) => buffer.writeDoubleBE(number)),
};

function write(bytes: number, writer: (buffer: Buffer) => unknown): Buffer {
  const buffer = Buffer.alloc(bytes);
  writer(buffer);
  return buffer;
}

const SAFE = 999_999_999_999_999; // what 15 digits hold
const numbers: Record<RegisterType, fc.Arbitrary<number>> = {
  u16: fc.integer({ min: 0, max: 0xffff }),
  i16: fc.integer({ min: -0x8000, max: 0x7fff }),
  u32: fc.integer({ min: 0, max: 0xffffffff }),
  i32: fc.integer({ min: -0x80000000, max: 0x7fffffff }),
  u64: fc.integer({ min: 0, max: SAFE }),
  i64: fc.integer({ min: -SAFE, max: SAFE }),
  f32: fc.float({ noNaN: true, noDefaultInfinity: true }),
  f64: fc.double({ noNaN: true, min: -1e300, max: 1e300 }),
};
const orders = fc.constantFrom<WordOrder>('high-first', 'low-first');

for (const type of Object.keys(writers) as RegisterType[]) {
  test(`${type}: what a meter writes is what is read, in both word orders`, () => {
    fc.assert(
      fc.property(numbers[type], orders, (number, wordOrder) => {
        const words = wordsOfBuffer(writers[type](number), wordOrder);
        const decoded = decodeValue(value(type, { wordOrder }), () => words)!;
        if (type === 'f32') assert.equal(Math.fround(decoded), number + 0);
        else if (type === 'f64') assert.ok(Math.abs(decoded - number) <= Math.abs(number) * 1e-14);
        else assert.equal(decoded, number);
        assert.equal(JSON.stringify(JSON.parse(JSON.stringify(decoded))), JSON.stringify(decoded));
      }),
    );
  });
}

test('any words give a finite number or nothing, never an exception', () => {
  const word = fc.integer({ min: 0, max: 0xffff });
  const names = fc.constantFrom<RegisterValue['name']>(
    'activePowerW',
    'energyImportWh',
    'reactiveEnergyExportVarh',
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(writers) as RegisterType[])),
      fc.array(word, { minLength: 4, maxLength: 4 }),
      names,
      fc.constantFrom(0.01, 0.1, 1, 1000),
      (type, words, name, factor) => {
        const decoded = decodeValue(value(type, { name, factor }), (_, count) => words.slice(0, count));
        if (decoded === undefined) return;
        assert.ok(Number.isFinite(decoded) && !Object.is(decoded, -0));
        if (name !== 'activePowerW') assert.ok(Number.isSafeInteger(decoded) && decoded >= 0);
      },
    ),
  );
});

test("a register of energy never falls when the meter's does not", () => {
  const kilowattHours = fc.float({ min: 0, max: 1e7, noNaN: true });
  const read = (kwh: number) =>
    decodeValue(value('f32', { name: 'energyImportWh', factor: 1000 }), () =>
      wordsOfBuffer(writers.f32(kwh), 'high-first'),
    )!;
  fc.assert(
    fc.property(kilowattHours, kilowattHours, (a, b) => {
      assert.ok(read(Math.max(a, b)) >= read(Math.min(a, b)));
    }),
  );
});

test('factor, sign and parts: 0.1 W steps, export counted positive, two tariffs', () => {
  const words = [0x0000, 0x3039, 0x0000, 0x0001];
  const source = (address: number, count: number) => words.slice(address, address + count);
  assert.equal(decodeValue(value('i32', { factor: 0.1 }), source), 1234.5);
  assert.equal(decodeValue(value('i32', { factor: 0.1, sign: -1 }), source), -1234.5);
  assert.equal(
    decodeValue(value('u32', { name: 'energyImportWh', addresses: [0, 2], factor: 10 }), source),
    123460,
  );
  assert.equal(
    decodeValue(value('i32', { sign: -1 }), () => [0, 0]),
    0,
  );
  assert.equal(
    decodeValue(value('f32'), () => [0x4367, 0x3333]),
    231.2,
  );
});

test('what the meter calls not available is absent, and so is what no payload can carry', () => {
  const missing = value('u32', { notAvailable: [0xffffffffn] });
  assert.equal(
    decodeValue(missing, () => [0xffff, 0xffff]),
    undefined,
  );
  assert.equal(
    decodeValue(missing, () => [0xffff, 0xfffe]),
    0xfffffffe,
  );
  assert.equal(
    decodeValue(value('i32', { wordOrder: 'low-first', notAvailable: [0x7fffffffn] }), () => [
      0xffff, 0x7fff,
    ]),
    undefined,
  );
  assert.equal(
    decodeValue(value('f32'), () => [0x7fc0, 0]),
    undefined,
  );
  assert.equal(
    decodeValue(value('f32'), () => [0xff80, 0]),
    undefined,
  );
  assert.equal(
    decodeValue(value('u64', { name: 'energyImportWh' }), () => [0x8000, 0, 0, 0]),
    undefined,
  );
  assert.equal(
    decodeValue(value('i32', { name: 'energyImportWh' }), () => [0xffff, 0xffff]),
    undefined,
  );
});
