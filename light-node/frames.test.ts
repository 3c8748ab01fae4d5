import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { decodeValue } from './decode.ts';
import { listProfiles, loadProfile } from './profile.ts';

/** What a meter answered to each block of its profile, and what it showed then. */
interface Frame {
  profile: string;
  /** `recorded` from a meter, or `built` from the maker's table. */
  origin: 'recorded' | 'built';
  about: string;
  answers: { address: number; words: string }[];
  values: Record<string, number>;
}

const dir = new URL('./frames/', import.meta.url);
const files = readdirSync(dir).filter((file) => file.endsWith('.json'));
const frames = files.map((file) => JSON.parse(readFileSync(new URL(file, dir), 'utf8')) as Frame);

test('every profile in meters/ has a frame, and every frame a profile', () => {
  assert.deepEqual(files.map((file) => basename(file, '.json')).sort(), listProfiles());
  assert.deepEqual(frames.map(({ profile }) => profile).sort(), listProfiles());
});

for (const frame of frames) {
  test(`${frame.profile}: the ${frame.origin} frame decodes to what the meter showed`, () => {
    const profile = loadProfile(frame.profile);
    const bytes = frame.answers.map(({ address, words }) => ({ address, buffer: Buffer.from(words, 'hex') }));
    assert.deepEqual(
      bytes.map(({ address, buffer }) => ({ address, count: buffer.length / 2 })),
      profile.blocks,
    );
    const decoded = profile.values.map((value) => {
      const number = decodeValue(value, (address, count) => {
        const answer = bytes.find(
          (block) => address >= block.address && address < block.address + block.buffer.length / 2,
        )!;
        return Array.from({ length: count }, (_, word) =>
          answer.buffer.readUInt16BE(2 * (address - answer.address + word)),
        );
      });
      return [value.name, number] as const;
    });
    assert.deepEqual(Object.fromEntries(decoded.filter(([, number]) => number !== undefined)), frame.values);
    assert.ok(['recorded', 'built'].includes(frame.origin) && frame.about.length > 20);
  });
}
