import { formatTime } from '@access-layer/core/time';
import type { Alarm, Alarms } from './alarms.ts';
import { type Channels, mayUse } from './channels.ts';
import type { History } from './history.ts';
import type { Notice } from './notice.ts';
import type { Outbox } from './outbox.ts';
import type { Severity } from './rule.ts';
import type { Rules } from './rules.ts';
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

  const noticeOf = (what: Notice['what'], about: Pick<Notice, 'severity' | 'title' | 'text'>) => ({
    ...{ v: 1 as const, network, what, at: formatTime(now()), url: `${publicUrl}/alarms` },
    ...about,
  });

  const usable = (owner: string, ids: readonly string[]) =>
    [...new Set(ids)].filter((id) => {
      const channel = channels.find(id);
      return channel !== undefined && mayUse(owner, channel);
    });
  const channelsOf = ({ owner, rule = '' }: Alarm) => usable(owner, rules.find(rule)?.channels ?? []);

  function tell(alarm: Alarm, what: 'rang' | 'repeated' | 'over'): void {
    const { id, owner, name, severity, text } = alarm;
    const why = what === 'over' ? `It is over: ${alarm.overWhy}. It was: ${text}` : text;
    const notice = { ...noticeOf(what, { severity, title: name, text: why }), alarm: factsOf(alarm) };
    for (const channel of channelsOf(alarm)) outbox.add(owner, channel, notice, id);
    if (what === 'over') return;
    alarms.told(id);
    history.add(owner, what === 'rang' ? 'told' : 'repeated', text, { alarm: id });
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
      for (const channel of usable(owner, ids)) outbox.add(owner, channel, noticeOf('message', about));
    },
    testNotice: (): Omit<Notice, 'id'> =>
      noticeOf('test', {
        severity: 'info',
        title: 'A test',
        text: 'This is a test of a channel. Nothing is wrong.',
      }),
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
