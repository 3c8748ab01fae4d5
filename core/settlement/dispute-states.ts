import type { Dispute } from '../payloads/statement.ts';
import type { DisputeState } from './settle.ts';

export interface HeardDispute {
  /** messageHash. */
  hash: string;
  dispute: Dispute;
}

/**
 * Which disputes are open and how the others ended: by the party that decides, or withdrawn by who began it. The first
 * decision counts. In the order in which the disputes were handed in.
 */
export function disputeStates(heard: readonly HeardDispute[], decidedBy: string | undefined): DisputeState[] {
  return heard
    .filter(({ dispute }) => !dispute.decision)
    .map(({ hash, dispute }) => {
      const end = heard.find(
        ({ dispute: { decision, sender } }) =>
          decision?.dispute.hash === hash &&
          sender === (decision.outcome === 'withdrawn' ? dispute.sender : decidedBy),
      );
      const decision = end?.dispute.decision;
      if (!end || !decision) return { dispute: hash };
      const { outcome, settledEnergyWh } = decision;
      return {
        dispute: hash,
        decision: end.hash,
        outcome,
        ...(settledEnergyWh === undefined ? {} : { settledEnergyWh }),
      };
    });
}
