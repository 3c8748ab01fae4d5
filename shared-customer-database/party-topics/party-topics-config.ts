import { PARTY_TOPICS } from '@access-layer/kit/party-topics';
import type { StreamConfig } from '@access-layer/kit/stream-config';
import Type from 'typebox';

export const PartyTopicsConfig = Type.Object(
  {
    parties: Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' }), {
      minItems: 1,
      uniqueItems: true,
      description:
        'Ids of parties that read Kafka themselves; what is put there for them counts as read by them',
    }),
    topics: Type.Optional(
      Type.Array(Type.Enum([...PARTY_TOPICS]), {
        minItems: 1,
        uniqueItems: true,
        description: 'All where absent',
      }),
    ),
    keepDays: Type.Optional(
      Type.Integer({ minimum: 1, description: 'How long their records are kept; 7 where absent' }),
    ),
  },
  {
    additionalProperties: false,
    description:
      'Topics of parties on Kafka, `measurements.<party>` for example: each record goes there that the access rules ' +
      'give to the party',
  },
);
export type PartyTopicsConfig = Type.Static<typeof PartyTopicsConfig>;

/** What the schema cannot say of it. */
export function partyTopicsFaults(
  partyTopics: PartyTopicsConfig | undefined,
  { stream, auth }: { stream: StreamConfig; auth: unknown },
): string[] {
  const faults: string[] = [];
  if (partyTopics && stream.name !== 'kafka') {
    faults.push(`partyTopics: nobody can read them from stream.name ${stream.name}; expected kafka`);
  }
  if (partyTopics && !auth)
    faults.push('partyTopics: auth is missing; without access rules nothing is released');
  return faults;
}
