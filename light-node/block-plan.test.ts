import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findOverlap, planBlocks } from './block-plan.ts';
import { REGISTER_TYPES, type RegisterType, wordsOf } from './register-value.ts';

const at = (address: number, type: RegisterType = 'f32') => ({ addresses: [address], type });

test('neighbours are read together, far ones apart', () => {
  const values = [at(52), at(0), at(2), at(70)];
  assert.deepEqual(planBlocks(values, { maxRegisters: 125, maxGap: 16 }), [
    { address: 0, count: 4 },
    { address: 52, count: 20 },
  ]);
  assert.deepEqual(planBlocks([], { maxRegisters: 125, maxGap: 16 }), []);
});

test('a block ends before a value that would not fit whole', () => {
  const values = [at(0), at(2, 'f64'), at(6)];
  assert.deepEqual(planBlocks(values, { maxRegisters: 5, maxGap: 0 }), [
    { address: 0, count: 2 },
    { address: 2, count: 4 },
    { address: 6, count: 2 },
  ]);
});

/** Maps without overlaps: each value a gap after the last. */
const map = fc
  .array(fc.record({ gap: fc.nat(40), type: fc.constantFrom(...REGISTER_TYPES) }), { maxLength: 60 })
  .map((entries) => {
    let next = 0;
    return entries.map(({ gap, type }) => {
      const address = next + gap;
      next = address + wordsOf(type);
      return at(address, type);
    });
  });
const limits = fc.record({ maxRegisters: fc.integer({ min: 4, max: 125 }), maxGap: fc.nat(60) });

test('any map: each value lies whole in one block, and no block breaks a limit', () => {
  fc.assert(
    fc.property(map, limits, (values, limit) => {
      const blocks = planBlocks(values, limit);
      const spans = values.map(
        ({ addresses, type }) => [addresses[0]!, addresses[0]! + wordsOf(type)] as const,
      );
      for (const [start, end] of spans) {
        const whole = blocks.filter((block) => block.address <= start && end <= block.address + block.count);
        assert.equal(whole.length, 1);
      }
      for (const { address, count } of blocks) {
        assert.ok(count <= limit.maxRegisters && count >= 1);
        assert.ok(
          spans.some(([start]) => start === address),
          'starts at a value',
        );
        assert.ok(
          spans.some(([, end]) => end === address + count),
          'ends at a value',
        );
        const inside = spans.filter(([start]) => start >= address && start < address + count);
        for (const [index, [start]] of inside.entries()) {
          if (index > 0) assert.ok(start - inside[index - 1]![1] <= limit.maxGap);
        }
      }
    }),
  );
});

test('values that claim the same registers differently are found', () => {
  assert.equal(findOverlap([at(0), at(2)]), undefined);
  assert.equal(findOverlap([at(4), at(4)]), undefined);
  assert.deepEqual(findOverlap([at(3), at(0, 'f64')]), [
    { start: 0, end: 4 },
    { start: 3, end: 5 },
  ]);
  assert.ok(findOverlap([at(4), at(4, 'u16')]));
});
