import type { KeyKind } from './binding.ts';
import type { Hex } from './bytes.ts';
import type { Payload } from './payload.ts';
import { isServiceMessage, type ServiceMessage } from './payloads/service-message.ts';
import type { SetPoint } from './payloads/set-point.ts';
import { isStatement, type Statement } from './payloads/statement.ts';

/** A signed message that goes into the log and is no packet of a Light Node. */
export type SenderMessage = Statement | ServiceMessage | SetPoint;

/** Whose numbering such a message belongs to, and where it stands in it. */
export interface SenderPlace {
  /** Kind of key that may sign it. */
  kind: Extract<KeyKind, 'party' | 'service' | 'set-point-signer'>;
  /** Name of the numbering; no Light Node has such a name, as it has a slash in it. */
  chain: string;
  /** Party or service that states it; a set-point names none. */
  sender: string | undefined;
  seq: number;
  /** payloadHash of `seq - 1`; undefined where numbers only rise (set-points, per PoD). */
  prev: Hex | undefined;
  issuedAtMs: number;
  /** Key on the stream `packets` (formats 7): the PoD where it is about one, else the sender. */
  streamKey: string;
}

export function isSenderMessage(payload: Payload): payload is SenderMessage {
  return payload.type === 'set-point' || isStatement(payload) || isServiceMessage(payload);
}

/** Each party and each service numbers its messages over all their types; set-points are numbered per PoD. */
export function senderPlaceOf(message: SenderMessage): SenderPlace {
  const { seq } = message;
  const issuedAtMs = Date.parse(message.issuedAt);
  if (message.type === 'set-point') {
    const { pod } = message;
    const chain = `set-points/${pod}`;
    return {
      kind: 'set-point-signer',
      chain,
      sender: undefined,
      seq,
      prev: undefined,
      issuedAtMs,
      streamKey: pod,
    };
  }
  const { sender } = message;
  const kind = isServiceMessage(message) ? 'service' : 'party';
  const streamKey = 'pod' in message ? message.pod : sender;
  return { kind, chain: `${kind}/${sender}`, sender, seq, prev: message.prev as Hex, issuedAtMs, streamKey };
}
