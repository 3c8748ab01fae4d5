import { toHex } from '@access-layer/core/bytes';
import type { SetPointReason } from '@access-layer/core/set-point-reason';
import { formatTime } from '@access-layer/core/time';
import type { KeyDirectory } from '../key-directory.ts';
import type { NodeSequences } from '../node-sequences.ts';
import type { SenderLog } from '../sender-log.ts';
import type { SetPointBook } from './set-point-book.ts';
import type { CheckedSetPoint, VerifiedSetPoint } from './verify-set-point.ts';

/** A set-point that was verified on its own, with the platform that sent it and the node of its topic. */
export interface SetPointArrival {
  platform: string;
  node: string;
  message: Uint8Array;
  verified: CheckedSetPoint;
}

export interface SetPointJudgeParts {
  directory: Pick<KeyDirectory, 'checkListed' | 'checkNode'>;
  sequences: NodeSequences;
  senders: Pick<SenderLog, 'append' | 'find'>;
  book: SetPointBook;
}

type Fault = { reason: SetPointReason; detail: string };

/**
 * Accepts or refuses set-points in the transaction of the log (formats 3): the platform's key is listed, the node is
 * bound to the PoD, the number of the PoD rises, and its time has not passed. What is accepted is in the log, and so on
 * its way to an anchor, before it is on its way to a node.
 */
export function createSetPointJudge({ directory, sequences, senders, book }: SetPointJudgeParts) {
  function faultOf(
    { platform, node }: SetPointArrival,
    setPoint: VerifiedSetPoint,
    atMs: number,
  ): Fault | undefined {
    const { signer, pod, place, expiresAtMs } = setPoint;
    const listed = directory.checkListed({ kind: 'set-point-signer', sender: platform, signer }, atMs);
    if (!listed.ok) {
      return {
        reason: listed.reason,
        detail: `signed by ${signer}; the registry has no such key of ${platform} now`,
      };
    }
    const bound = directory.checkNode({ node, pod }, atMs);
    if (!bound.ok) return { reason: bound.reason, detail: `node ${node} is not bound to ${pod} now` };
    if (expiresAtMs <= atMs) {
      return {
        reason: 'expired',
        detail: `expired at ${formatTime(expiresAtMs)}, came at ${formatTime(atMs)}`,
      };
    }
    return numberFault(place.chain, place.seq, pod);
  }

  function numberFault(chain: string, seq: number, pod: string): Fault | undefined {
    const sequence = sequences.find(chain);
    if (!sequence || seq >= sequence.nextSeq) return undefined;
    const taken = sequences.acceptedHash(sequence, seq);
    if (taken)
      return { reason: 'sequence-fork', detail: `number ${seq} of ${pod} is ${toHex(taken)} already` };
    return { reason: 'sequence-not-higher', detail: `number ${seq}; ${pod} is at ${sequence.nextSeq - 1}` };
  }

  return {
    /** Accepts, repeats or refuses one; the book knows what is to be said and sent. */
    judge(arrival: SetPointArrival, atMs: number): void {
      const { platform, node, message, verified } = arrival;
      if (!verified.ok) {
        book.refused({ platform, node, checked: verified }, verified, atMs);
        return;
      }
      const known = senders.find(verified);
      if (known !== undefined && book.isKnown(known)) {
        book.repeated(known, atMs);
        return;
      }
      // One that another way has brought into the log already still has to be forwarded.
      const fault = known === undefined ? faultOf(arrival, verified, atMs) : undefined;
      if (fault) book.refused({ platform, node, checked: verified }, fault, atMs);
      else
        book.accepted(
          known ?? senders.append(message, verified),
          { platform, node, setPoint: verified },
          atMs,
        );
    },
  };
}

export type SetPointJudge = ReturnType<typeof createSetPointJudge>;
