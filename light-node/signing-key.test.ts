import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { rotationHash } from '@access-layer/core/commitment';
import { digestOf, payloadHashOf, signerOf, signerOfDigest } from '@access-layer/core/message';
import type { KeyRotation } from '@access-layer/core/payloads/key-rotation';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { encryptKeystore } from '@access-layer/kit/keystore';
import { createLog } from '@access-layer/kit/log';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import type { Outbox } from './outbox.ts';
import { nextKeystoreOf, openSigningKey } from './signing-key.ts';

import { fill, identity, NOON_MS, nodeKey, openTestOutbox } from './test/packets.ts';
import { verdictOf } from './test/verdicts.ts';

const log = createLog({ name: 'test', level: 'silent' });
const newKey = newPrivateKey();
const rotated = {
  oldKey: addressOf(nodeKey),
  newKey: addressOf(newKey),
  from: formatTime(NOON_MS),
};

function setUp(t: TestContext) {
  const dir = temporaryFolder('light-node-');
  const files = { keystoreFile: join(dir, 'key.json'), passphraseFile: join(dir, 'passphrase') };
  const keystore = (key: Uint8Array) => JSON.stringify(encryptKeystore(key, 'secret', 2));
  writeFileSync(files.passphraseFile, 'secret\n');
  writeFileSync(files.keystoreFile, keystore(nodeKey));
  let outbox = openTestOutbox(dir);
  const open = () => {
    const clock = { nowMs: () => NOON_MS };
    const opened = openSigningKey({ ...files, identity, clock, outbox, log, onSigned: () => undefined });
    t.after(() => opened.stop());
    return opened;
  };
  t.after(() => outbox.close());
  return {
    ...files,
    open,
    outbox: () => outbox,
    putNext: (key = newKey) => writeFileSync(nextKeystoreOf(files.keystoreFile), keystore(key)),
    /** As after kill -9. */
    restart() {
      outbox.close();
      outbox = openTestOutbox(dir);
      return open();
    },
  };
}

const signers = (outbox: Outbox) => outbox.due(-1, 100).map((packet) => signerOf(packet));

test('a key that is put beside is announced once, signed by both, also over restarts', (t) => {
  const at = setUp(t);
  at.open();
  at.putNext();
  at.restart();
  at.restart();
  const due = at.outbox().due(-1, 10);
  assert.equal(due.length, 1);
  const packet = JSON.parse(due[0]!.payload) as KeyRotation;
  const digest = digestOf(rotationHash('test', rotated.oldKey, rotated.newKey));
  assert.deepEqual(
    [packet.type, packet.newKey, signerOf(due[0]!)],
    ['key-rotation', rotated.newKey, rotated.oldKey],
  );
  assert.equal(signerOfDigest(packet.oldSignature as never, digest), rotated.oldKey);
  assert.equal(signerOfDigest(packet.newSignature as never, digest), rotated.newKey);
});

test('when the contract holds it, it is in force: what waits is signed again, and every payload stays', (t) => {
  const at = setUp(t);
  fill(at.outbox(), 3);
  const key = at.open();
  at.putNext();
  const before = at.outbox().due(-1, 10);
  const [, held] = before;
  const rejection = {
    seq: held!.seq,
    payloadHash: payloadHashOf(held!.payload),
    reason: 'key-expired' as const,
  };
  at.outbox().apply(verdictOf({ rejected: [rejection] }));
  key.adopt({ ...rotated, newKey: rotated.oldKey });
  key.adopt({ ...rotated, oldKey: addressOf(newPrivateKey()) });
  assert.equal(key.address(), rotated.oldKey, 'a rotation of other keys is none of ours');
  key.adopt(rotated);
  assert.equal(key.address(), rotated.newKey);
  assert.equal(existsSync(nextKeystoreOf(at.keystoreFile)), false);
  assert.deepEqual(signers(at.outbox()), [rotated.newKey, rotated.newKey, rotated.newKey]);
  assert.deepEqual(
    at
      .outbox()
      .due(-1, 10)
      .map(({ payload }) => payload),
    before.map(({ payload }) => payload),
  );
  assert.equal(at.outbox().counts().held, 0);
});

test('a crash behind the change of the file signs the rest at the next start', (t) => {
  const at = setUp(t);
  fill(at.outbox(), 2);
  at.open();
  at.putNext();
  renameSync(nextKeystoreOf(at.keystoreFile), at.keystoreFile);
  const key = at.restart();
  assert.equal(key.address(), rotated.newKey);
  assert.deepEqual(signers(at.outbox()), [rotated.newKey, rotated.newKey]);
});

test('a key that is not here cannot come into force', (t) => {
  const at = setUp(t);
  const key = at.open();
  key.adopt(rotated);
  assert.equal(key.address(), rotated.oldKey);
  at.putNext(newPrivateKey());
  key.adopt(rotated);
  assert.equal(key.address(), rotated.oldKey);
  assert.ok(readFileSync(at.keystoreFile, 'utf8').includes(rotated.oldKey.slice(2)));
  writeFileSync(nextKeystoreOf(at.keystoreFile), 'torn');
  assert.equal(at.restart().address(), rotated.oldKey, 'a torn file keeps nothing from working');
});
