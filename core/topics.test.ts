import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeTopic, parseTopic, platformTopic } from './topics.ts';
import { readVectors } from './vectors.test-input.ts';

const { ours, nobodys } = readVectors<{ ours: Record<string, object>; nobodys: string[] }>('topics');

test('our topics are read', () => {
  for (const [name, topic] of Object.entries(ours)) assert.deepEqual(parseTopic(name), topic);
  assert.equal(nodeTopic('ln-7f3a', 'set-points'), 'ln/ln-7f3a/set-points');
  assert.equal(platformTopic('areti'), 'dsotp/areti/verdicts');
});

test("every other name is nobody's, wildcards included", () => {
  for (const name of nobodys) assert.equal(parseTopic(name), undefined, name);
});
