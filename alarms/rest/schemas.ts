import { closed } from '@access-layer/core/payloads/common';
import Type from 'typebox';
import { EmailChannel, SlackChannel, WebhookChannel } from '../channel.ts';
import { EVENT_KINDS } from '../history.ts';
import { RuleBody, SEVERITIES } from '../rule.ts';

/** Shapes of what is asked and answered. */
const Time = Type.String({ format: 'date-time', example: '2026-11-26T09:00:00.000Z' });
const Severity = Type.Enum([...SEVERITIES], { example: 'warning' });
const AN_ID = '0b8f6f4e-3c1d-4f6a-9a57-2f1c9d1f0e11';
const Id = Type.String({ example: AN_ID });
const Revision = Type.Integer({ minimum: 1, description: 'as in the ETag', example: 1 });
const Limit = Type.Optional(
  Type.String({ pattern: '^([1-9]\\d{0,2}|1000)$', description: '1 to 1000; default 100', example: '100' }),
);

export const ErrorAnswer = Type.Object(
  { code: Type.String({ example: 'ALM_RULE_UNKNOWN' }), message: Type.String() },
  { title: 'Error' },
);
export const IdParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64, example: AN_ID }),
});
export const AlarmParams = Type.Object({ id: Type.String({ pattern: '^[1-9]\\d{0,14}$', example: '17' }) });
export const IfMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({ pattern: '^("\\d{1,15}"|\\*)$', description: 'the ETag that was read', example: '"1"' }),
  ),
});

export const RuleAnswer = Type.Object(
  { id: Id, revision: Revision, ...RuleBody.properties, by: Type.String(), changedAt: Time },
  { title: 'Rule' },
);
export const RuleList = Type.Object({ items: Type.Array(RuleAnswer) });

export const AlarmAnswer = Type.Object(
  {
    id: Type.Integer({ example: 17 }),
    rule: Type.Optional(Id),
    name: Type.String(),
    severity: Severity,
    subject: Type.String({ description: 'what it is about: a PoD and its meter, a service, an anomaly' }),
    text: Type.String({ description: 'in English' }),
    texts: Type.Object(
      { en: Type.String(), it: Type.String() },
      { description: 'the same in each language' },
    ),
    value: Type.Optional(Type.Number({ description: 'when it rang' })),
    since: Type.String({ format: 'date-time', description: 'what it waits for holds since then' }),
    rangAt: Time,
    acknowledgedAt: Type.Optional(Time),
    acknowledgedBy: Type.Optional(Type.String()),
    note: Type.Optional(Type.String()),
    toldAt: Type.Optional(Time),
    told: Type.Integer({ description: 'how often' }),
    silenced: Type.Boolean({ description: 'a silence holds for it now' }),
  },
  { title: 'Alarm' },
);
export const AlarmList = Type.Object({ items: Type.Array(AlarmAnswer) });
export const Acknowledgement = Type.Object(
  { note: Type.Optional(Type.String({ minLength: 1, maxLength: 500, example: 'on my way' })) },
  closed,
);

export const HistoryQuery = Type.Object(
  {
    limit: Limit,
    before: Type.Optional(
      Type.String({ pattern: '^[1-9]\\d{0,14}$', description: '`next` of the page before', example: '100' }),
    ),
    alarm: Type.Optional(
      Type.String({ pattern: '^[1-9]\\d{0,14}$', description: 'only of this one', example: '17' }),
    ),
  },
  closed,
);
export const HistoryList = Type.Object({
  items: Type.Array(
    Type.Object(
      {
        id: Type.Integer(),
        alarm: Type.Optional(Type.Integer()),
        what: Type.Enum([...EVENT_KINDS]),
        at: Time,
        by: Type.Optional(Type.String()),
        text: Type.String(),
      },
      { title: 'HistoryEvent' },
    ),
    { description: 'the newest first' },
  ),
  next: Type.Optional(Type.String({ description: 'give it as `before` for the next page' })),
});

const matcher = {
  rule: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'id' })),
  subject: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  severity: Type.Optional(Severity),
};
export const SilenceBody = Type.Object(
  {
    ...matcher,
    from: Type.Optional(Type.String({ format: 'date-time', description: 'now where absent' })),
    until: Time,
    reason: Type.String({ minLength: 1, maxLength: 500, example: 'works at the substation' }),
  },
  {
    ...closed,
    description: 'it holds for what fits all of rule, subject and severity that are given: one at least',
  },
);
export const SilenceAnswer = Type.Object(
  { id: Id, ...matcher, from: Time, until: Time, by: Type.String(), reason: Type.String() },
  { title: 'Silence' },
);
export const SilenceList = Type.Object({ items: Type.Array(SilenceAnswer) });

const state = {
  id: Id,
  revision: Revision,
  waiting: Type.Integer({ description: 'notices that it has not taken yet' }),
  last: Type.Optional(Type.String({ description: 'sent, waiting or failed: the latest notice' })),
  lastAnswer: Type.Optional(Type.String({ description: 'what the other side has said' })),
};
const shown = { additionalProperties: false };
/** To others a channel is a name. */
export const ChannelAnswer = Type.Union([
  Type.Object({ ...EmailChannel.properties, ...state }, { ...shown, title: 'EmailChannelState' }),
  Type.Object({ ...SlackChannel.properties, ...state }, { ...shown, title: 'SlackChannelState' }),
  Type.Object({ ...WebhookChannel.properties, ...state }, { ...shown, title: 'WebhookChannelState' }),
  Type.Object(
    { id: Id, kind: Type.Enum(['email', 'slack', 'webhook']), name: Type.String() },
    { ...shown, title: 'ChannelName' },
  ),
]);
export const ChannelList = Type.Object({ items: Type.Array(ChannelAnswer) });
export const TestAnswer = Type.Object(
  {
    ok: Type.Boolean(),
    answer: Type.String({ description: 'what the other side has said, or why it was not reached' }),
    tookMs: Type.Integer(),
  },
  { title: 'ChannelTest' },
);

export const MessageBody = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 100, example: 'Works tonight' }),
    text: Type.String({ minLength: 1, maxLength: 5000, example: 'The feeder is out from 22:00 to 23:00.' }),
    severity: Type.Optional(Severity),
    channels: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      minItems: 1,
      maxItems: 20,
      example: [AN_ID],
    }),
  },
  closed,
);
export const MessageAnswer = Type.Object({
  channels: Type.Integer({ description: 'that it is on its way to' }),
});

export const OptionsAnswer = Type.Object(
  {
    email: Type.Boolean({ description: 'whether e-mail can be sent' }),
    secrets: Type.Array(Type.String(), { description: 'names that channels may use' }),
    services: Type.Array(Type.String(), { description: 'whose metrics rules may name' }),
    values: Type.Array(Type.String(), { description: 'of readings' }),
    kinds: Type.Array(Type.String(), { description: 'of conditions that the caller may use' }),
  },
  { title: 'AlarmOptions' },
);

const Stretch = Type.Object({ from: Time, until: Type.Optional(Time), subject: Type.String() });
export const PreviewAnswer = Type.Object(
  {
    from: Time,
    until: Time,
    series: Type.Array(
      Type.Object({
        subject: Type.String(),
        timesMs: Type.Array(Type.Integer()),
        values: Type.Array(Type.Number()),
      }),
      { description: 'what it would have been judged by; long ones are thinned to the highest and lowest' },
    ),
    rings: Type.Array(Stretch, { description: 'when it would have rung' }),
    note: Type.Optional(Type.String({ description: 'what is not known of the day' })),
  },
  { title: 'Preview' },
);
