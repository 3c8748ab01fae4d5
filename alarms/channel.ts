import { closed } from '@access-layer/core/payloads/common';
import Type from 'typebox';
import type { AlarmsSettings } from './config.ts';
import type { Notice } from './notice.ts';
import { LANGUAGES } from './said.ts';

const name = Type.String({ minLength: 1, maxLength: 100, example: 'Control room' });
const usableBy = Type.Optional(
  Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
    maxItems: 100,
    description: 'ids of aggregators and customers that may name it in rules; the DSO always may',
    example: ['aggregator-1'],
  }),
);
const language = Type.Optional(
  Type.Enum([...LANGUAGES], { description: 'of what is told there; default en', example: 'it' }),
);
const secret = (description: string) =>
  Type.String({
    pattern: '^[a-z0-9-]{1,64}$',
    description: `name of the secret ${description}`,
    example: 'webhook',
  });

export const EmailChannel = Type.Object(
  {
    kind: Type.Enum(['email'], { example: 'email' }),
    name,
    to: Type.Array(
      Type.String({ pattern: '^[^\\s@<>,;"]+@[^\\s@<>,;"]+$', maxLength: 254, example: 'room@dso.example' }),
      {
        minItems: 1,
        maxItems: 20,
      },
    ),
    ...{ usableBy, language },
  },
  { ...closed, title: 'EmailChannel' },
);
export const SlackChannel = Type.Object(
  {
    kind: Type.Enum(['slack']),
    name,
    secret: secret('that holds the address of an incoming webhook'),
    ...{ usableBy, language },
  },
  { ...closed, title: 'SlackChannel' },
);
export const WebhookChannel = Type.Object(
  {
    kind: Type.Enum(['webhook']),
    name,
    url: Type.String({ pattern: '^https?://', maxLength: 2000, example: 'https://hooks.example/alarms' }),
    secret: secret('that signs (HMAC-SHA256)'),
    ...{ usableBy, language },
  },
  { ...closed, title: 'WebhookChannel' },
);
export const ChannelBody = Type.Union([EmailChannel, SlackChannel, WebhookChannel]);
export type ChannelBody = Type.Static<typeof ChannelBody>;

export type Channel = ChannelBody & { id: string; revision: number };

/** What a sender works with. A secret is read when it is used, so that one that was replaced counts at once. */
export interface SenderContext {
  settings: Pick<AlarmsSettings, 'smtp' | 'allow'>;
  /** @throws AccessLayerError ALM_SECRET_MISSING */
  secret(name: string): string;
}

/**
 * Sends notices of one kind of channel. `send` MUST answer only when the other side has taken the notice, in that side's
 * words; MUST throw an AccessLayerError, retryable where trying again may help; MUST end by itself.
 */
export interface Sender<Body extends ChannelBody = ChannelBody> {
  send(channel: Body, notice: Notice): Promise<string>;
}

/** What each file in `senders/` exports by default. */
export interface SenderAdapter {
  name: ChannelBody['kind'];
  create(context: SenderContext): Sender;
}
