import { existsSync, readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import { messageOf } from '@access-layer/core/errors';
import type { Verdict } from '@access-layer/core/payloads/verdict';
import { addressOf, signPayload } from '@access-layer/core/sign';
import { addressInKeystore, loadKey } from '@access-layer/kit/keystore';
import type { Log } from '@access-layer/kit/log';
import type { Clock } from './clock.ts';
import type { Outbox } from './outbox.ts';
import { type PacketIdentity, signKeyRotation } from './packet.ts';
import { moveDurably } from './write-durably.ts';

export interface SigningKeyOptions {
  keystoreFile: string;
  passphraseFile: string;
  identity: PacketIdentity;
  clock: Pick<Clock, 'nowMs'>;
  outbox: Pick<Outbox, 'sign' | 'atomically'>;
  log: Log;
  /** Called after packets have been signed. */
  onSigned: () => void;
}

const LOOK_EVERY_MS = 1000;

/** Where `access-layer node rotate` puts the key that is to come, under the passphrase of the one that is there. */
export const nextKeystoreOf = (keystoreFile: string) => `${keystoreFile}.next-key`;

/**
 * The key that the node signs with, and its change: a key that was put beside it is announced in a key-rotation packet;
 * when a verdict says `rotated` it takes the place of the old one, which is gone then, and what is not anchored yet is
 * signed again: the payloads stay. A crash at any moment repeats the rest.
 */
export function openSigningKey(options: SigningKeyOptions) {
  const { keystoreFile, passphraseFile, identity, clock, outbox, log, onSigned } = options;
  const nextFile = nextKeystoreOf(keystoreFile);
  let privateKey = loadKey(keystoreFile, passphraseFile);
  let announced: Hex | undefined;
  signBacklog(outbox, privateKey, log);

  /** A key beside ours is announced once, also over restarts. */
  function look(): void {
    try {
      if (!existsSync(nextFile)) return;
      const newKey = addressInKeystore(readFileSync(nextFile, 'utf8'));
      if (!newKey || newKey === announced || newKey === addressOf(privateKey)) return;
      const next = loadKey(nextFile, passphraseFile);
      const signing = { privateKey, signedAtMs: clock.nowMs() };
      const sign = (link: Parameters<Parameters<Outbox['sign']>[1]>[0]) =>
        signKeyRotation(identity, next, link, signing);
      const seq = outbox.sign([], sign, `key-rotation ${addressOf(privateKey)} ${newKey}`);
      announced = newKey;
      if (seq === undefined) return;
      log.info({ newKey, seq }, 'another key is announced; it is in force when the DSO has confirmed it');
      onSigned();
    } catch (error) {
      log.error({ reason: messageOf(error) }, 'the key that was put beside ours cannot be announced');
    }
  }

  const timer = setInterval(look, LOOK_EVERY_MS);
  look();
  return {
    privateKey: () => privateKey,
    address: (): Hex => addressOf(privateKey),

    /** A checked verdict says that the contract holds the other key. */
    adopt({ oldKey, newKey }: NonNullable<Verdict['rotated']>): void {
      if (newKey === addressOf(privateKey) || oldKey !== addressOf(privateKey)) return;
      if (!existsSync(nextFile)) {
        log.error({ newKey }, 'the contract holds a key that is not here');
        return;
      }
      const next = loadKey(nextFile, passphraseFile);
      if (addressOf(next) !== newKey) {
        log.error(
          { newKey, here: addressOf(next) },
          'the contract holds another key than the one that is here',
        );
        return;
      }
      moveDurably(nextFile, keystoreFile);
      privateKey = next;
      signBacklog(outbox, privateKey, log);
      log.info({ oldKey, newKey }, 'the node signs with another key from now on');
      onSigned();
    },

    stop: () => clearInterval(timer),
  };
}

interface PacketRow {
  seq: number;
  payload: string;
}

/** Packets that wait were signed by the key that the outbox names; where that is another one, they are signed again. */
function signBacklog(outbox: Pick<Outbox, 'atomically'>, privateKey: Uint8Array, log: Log): void {
  const key = addressOf(privateKey);
  const count = outbox.atomically((database: DatabaseSync) => {
    database.exec(
      'CREATE TABLE IF NOT EXISTS signer (id INTEGER PRIMARY KEY CHECK (id = 0), key TEXT NOT NULL) STRICT',
    );
    const known = database.prepare('SELECT key FROM signer').get() as { key: string } | undefined;
    database.prepare('INSERT OR REPLACE INTO signer VALUES (0, ?)').run(key);
    return known === undefined || known.key === key ? 0 : signAgain(database, privateKey);
  });
  if (count > 0) log.info({ count, key }, 'packets that wait were signed again');
}

function signAgain(database: DatabaseSync, privateKey: Uint8Array): number {
  const waiting = database.prepare(`SELECT seq, payload FROM packet WHERE state <> 'acknowledged'`);
  const update = database.prepare(
    `UPDATE packet SET signature = ?, state = 'queued', retryAtMs = NULL, reason = NULL WHERE seq = ?`,
  );
  const rows = waiting.all() as unknown as PacketRow[];
  for (const { seq, payload } of rows) update.run(signPayload(payload, privateKey).signature, seq);
  return rows.length;
}
