import Type from 'typebox';
import { closed } from '../payloads/common.ts';

const Percent = Type.Number({ minimum: 0, maximum: 1000 });

/** By which rules an activation is settled. They stand in each dossier, since its figures follow from them. */
export const SettlementParameters = Type.Object(
  {
    zone: Type.String({ minLength: 1, description: 'IANA time zone of days and times of day' }),
    holidays: Type.Array(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), {
      description: 'Local dates that count as weekend',
    }),
    highDays: Type.Integer({ minimum: 1, maximum: 30, description: 'X: days that make the baseline' }),
    ofDays: Type.Integer({
      minimum: 1,
      maximum: 60,
      description: 'Y: similar days that they are taken from',
    }),
    lookBackDays: Type.Integer({
      minimum: 1,
      maximum: 366,
      description: 'How far similar days are looked for',
    }),
    adjustmentS: Type.Integer({
      minimum: 0,
      maximum: 43_200,
      description: 'Time before the notification that is compared for the day-of adjustment; 0 for none',
    }),
    adjustmentCapPercent: Type.Number({
      minimum: 0,
      maximum: 1000,
      description: 'Most that it changes the baseline by, in % of its average power',
    }),
    settleBy: Type.Enum(['computed', 'sent', 'computed-or-sent'], {
      description:
        'Which baseline pays; `computed-or-sent` takes the one of the party where none can be computed',
    }),
    deliveredPercent: Type.Number({
      ...Percent,
      description: 'From so much of the order on it was delivered',
    }),
    notDeliveredPercent: Type.Number({ ...Percent, description: 'Below so much of it nothing was' }),
  },
  closed,
);
export type SettlementParameters = Type.Static<typeof SettlementParameters>;

export const DEFAULT_PARAMETERS: SettlementParameters = {
  zone: 'Europe/Rome',
  holidays: [],
  highDays: 4,
  ofDays: 5,
  lookBackDays: 45,
  adjustmentS: 7200,
  adjustmentCapPercent: 20,
  settleBy: 'computed',
  deliveredPercent: 90,
  notDeliveredPercent: 10,
};
