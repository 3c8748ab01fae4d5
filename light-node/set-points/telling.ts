import type { DatabaseSync } from 'node:sqlite';
import type { Outbox, Sign } from '../outbox.ts';
import { type ActivationContent, type PacketIdentity, signActivation } from '../packet.ts';
import { createSetPointStore, type SetPointStore } from './set-point-store.ts';

export interface TellingOptions {
  identity: PacketIdentity;
  signingKey: () => Uint8Array;
  outbox: Pick<Outbox, 'atomically'>;
  /** The time to sign with. */
  nowMs: () => number;
  /** Called after packets have been signed. */
  onSigned: () => void;
}

/** What is told of one set-point. */
export type Told = Omit<ActivationContent, 'setPoint' | 'setPointHash' | 'atMs'>;

export interface Telling {
  store: SetPointStore;
  /**
   * Changes the store and signs what is told of it, in one transaction with one fsync. `tell` may be called more than
   * once; all of it is durable when this returns, or nothing is.
   */
  change(work: (tell: (about: { id: string; hash: string }, told: Told) => void) => void): void;
}

/** The node's book of set-points, and the activation packets that say what became of each. */
export function createTelling({ identity, signingKey, outbox, nowMs, onSigned }: TellingOptions): Telling {
  const store = outbox.atomically((database: DatabaseSync) => createSetPointStore(database, identity.pod));
  return {
    store,
    change(work) {
      let count = 0;
      outbox.atomically((_database: DatabaseSync, queueSigned: (sign: Sign) => number) => {
        work(({ id: setPoint, hash: setPointHash }, told) => {
          const atMs = nowMs();
          const content = { ...told, setPoint, setPointHash, atMs };
          const signing = { privateKey: signingKey(), signedAtMs: atMs };
          queueSigned((link) => signActivation(identity, content, link, signing));
          count += 1;
        });
      });
      if (count > 0) onSigned();
    },
  };
}
