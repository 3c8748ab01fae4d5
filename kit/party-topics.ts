/** Certified topics that a party may have of its own, where it reads the stream itself. */
export const PARTY_TOPICS = ['measurements', 'activations', 'set-points', 'market-messages'] as const;
export type PartyTopic = (typeof PARTY_TOPICS)[number];

/** Name of the topic that a party reads. */
export function partyTopic(topic: PartyTopic, party: string): string {
  return `${topic}.${party}`;
}
