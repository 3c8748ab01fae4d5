import { formatTime } from '@access-layer/core/time';
import type { Alarm, Alarms } from './alarms.ts';
import type { Channel } from './channel.ts';
import { type Channels, mayUse } from './channels.ts';
import type { History } from './history.ts';
import type { Notice } from './notice.ts';
import type { Outbox } from './outbox.ts';
import type { Severity } from './rule.ts';
import type { Rules } from './rules.ts';
import { isOver, type Said, TEST_WORDS } from './said.ts';
import { type Silences, silences } from './silences.ts';

export interface TellOptions {
  network: string;
  publicUrl: string;
  alarms: Alarms;
  channels: Channels;
  history: History;
  outbox: Outbox;
  rules: Rules;
  silences: Silences;
  now: () => number;
}

/** Puts notices into the outbox, in whatever transaction is open. */
export function createTeller(options: TellOptions) {
  const { network, publicUrl, alarms, channels, history, outbox, rules, now } = options;

  const noticeFor = (
    { language = 'en' }: Pick<Channel, 'language'>,
    what: Notice['what'],
    { title, text, severity }: { title: string | Said; text: string | Said; severity: Severity },
  ) => {
    const inWords = (of: string | Said) => (typeof of === 'string' ? of : of[language]);
    return {
      ...{ v: 1 as const, network, language, what, at: formatTime(now()), url: `${publicUrl}/alarms` },
      ...{ severity, title: inWords(title), text: inWords(text) },
    };
  };

  const usable = (owner: string, ids: readonly string[]) =>
    [...new Set(ids)].flatMap((id) => {
      const channel = channels.find(id);
      return channel && mayUse(owner, channel) ? [channel] : [];
    });
  const channelsOf = ({ owner, rule = '' }: Alarm) => usable(owner, rules.find(rule)?.channels ?? []);

  function tell(alarm: Alarm, what: 'rang' | 'repeated' | 'over'): void {
    const { id, owner, name, severity, said, overWhy = 'normal' } = alarm;
    const about = { severity, title: name, text: what === 'over' ? isOver(overWhy, said) : said };
    for (const channel of channelsOf(alarm)) {
      const notice = { ...noticeFor(channel, what, about), alarm: factsOf(alarm) };
      outbox.add(owner, channel.id, notice, id);
    }
    if (what === 'over') return;
    alarms.told(id);
    history.add(owner, what === 'rang' ? 'told' : 'repeated', said.en, { alarm: id });
  }

  return {
    /** Tells an alarm that rings where that is due: once, and again as its rule says, until somebody acknowledges it. */
    due(alarm: Alarm): boolean {
      const { owner, rule, subject, severity, toldAtMs, ackedAtMs } = alarm;
      const { repeatS = 0 } = rules.find(rule ?? '') ?? {};
      if (ackedAtMs !== undefined || channelsOf(alarm).length === 0) return false;
      if (toldAtMs !== undefined && (repeatS === 0 || now() < toldAtMs + repeatS * 1000)) return false;
      const about = { owner, subject, severity, ...(rule !== undefined && { rule }) };
      if (options.silences.holding().some((silence) => silences(silence, about))) return false;
      tell(alarm, toldAtMs === undefined ? 'rang' : 'repeated');
      return true;
    },
    /** Who was told that it rings is told that it is over. */
    over(alarm: Alarm): void {
      if (alarm.told > 0) tell(alarm, 'over');
    },
    /** What a person tells. */
    message(
      owner: string,
      ids: readonly string[],
      about: { severity: Severity; title: string; text: string },
    ): void {
      for (const channel of usable(owner, ids))
        outbox.add(owner, channel.id, noticeFor(channel, 'message', about));
    },
    testNotice: (channel: Channel): Omit<Notice, 'id'> =>
      noticeFor(channel, 'test', { severity: 'info', ...TEST_WORDS }),
  };
}

export type Teller = ReturnType<typeof createTeller>;

function factsOf(alarm: Alarm): NonNullable<Notice['alarm']> {
  const { id, rule, subject, sinceMs, rangAtMs, overAtMs, value } = alarm;
  return {
    ...{ id, subject, since: formatTime(sinceMs), rangAt: formatTime(rangAtMs) },
    ...(rule !== undefined && { rule }),
    ...(overAtMs !== undefined && { overAt: formatTime(overAtMs) }),
    ...(value !== undefined && { value }),
  };
}
