import type Type from 'typebox';
import { createAddressGuard } from '../address-guard.ts';
import type { SenderAdapter, SenderContext, SlackChannel } from '../channel.ts';
import { guardedPost } from '../guarded-post.ts';
import { headline, type Notice } from '../notice.ts';

/** Characters that Slack takes, or it refuses the whole message. */
const MOST_IN_HEADER = 150;
const MOST_IN_SECTION = 3000;

type Slack = Type.Static<typeof SlackChannel>;

/** Slack's incoming webhook, which other messengers understand too. Its address is the secret. */
function create({ settings, secret }: SenderContext) {
  const guard = createAddressGuard(settings.allow);
  return {
    async send(channel: unknown, notice: Notice): Promise<string> {
      const body = JSON.stringify(messageOf(notice));
      return guardedPost(
        secret((channel as Slack).secret),
        { headers: { 'content-type': 'application/json' }, body },
        guard,
      );
    },
  };
}

/** Nobody's text makes links or calls people (`<!channel>`): it is escaped as Slack asks. */
function messageOf(notice: Notice): object {
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const title = escaped(headline(notice));
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
  return {
    text: title,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(headline(notice), MOST_IN_HEADER) } },
      section(cut(escaped(notice.text), MOST_IN_SECTION)),
      section(`<${notice.url}|Access Layer> · ${notice.at}`),
    ],
  };
}

/** Shows that something is left out, and leaves no half of an escaped sign. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/&[a-z]*$/, '')}…`;
}

export default { name: 'slack', create } satisfies SenderAdapter;
