import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { listProfiles, loadProfile } from './profile.ts';
import { decodeFrame, type Frame } from './test/frame-decoders.ts';

const dir = new URL('./frames/', import.meta.url);
const files = readdirSync(dir).filter((file) => file.endsWith('.json'));
const frames = files.map((file) => JSON.parse(readFileSync(new URL(file, dir), 'utf8')) as Frame);

test('every profile in meters/ has a frame, and every frame a profile', () => {
  assert.deepEqual(files.map((file) => basename(file, '.json')).sort(), listProfiles());
  assert.deepEqual(frames.map(({ profile }) => profile).sort(), listProfiles());
});

for (const frame of frames) {
  test(`${frame.profile}: the ${frame.origin} frame decodes to what the meter showed`, async () => {
    assert.deepEqual(await decodeFrame(loadProfile(frame.profile), frame), frame.values);
    assert.ok(['recorded', 'built'].includes(frame.origin) && frame.about.length > 20);
  });
}
