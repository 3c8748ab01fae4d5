import { EventEmitter } from 'node:events';
import type { Owner } from './owner.ts';

/** Tells who looks at it that something of an owner has changed. */
export function createLive() {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    changed: (owner: Owner) => void emitter.emit(owner),
    /** Answers how to stop it. */
    watch(owner: Owner, tell: () => void): () => void {
      emitter.on(owner, tell);
      return () => void emitter.off(owner, tell);
    },
  };
}

export type Live = ReturnType<typeof createLive>;
