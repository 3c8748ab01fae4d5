import { formatTime } from '@access-layer/core/time';
import type Type from 'typebox';
import type { Alarm } from '../alarms.ts';
import type { Channel } from '../channel.ts';
import type { HistoryEvent } from '../history.ts';
import type { Parts } from '../parts.ts';
import type { Rule } from '../rule.ts';
import { type Silence, silences } from '../silences.ts';
import type * as schemas from './schemas.ts';

export function ruleAnswer({ owner: _, changedAtMs, ...rule }: Rule): Type.Static<typeof schemas.RuleAnswer> {
  return { ...rule, changedAt: formatTime(changedAtMs) };
}

export function alarmAnswer(alarm: Alarm, holding: Silence[]): Type.Static<typeof schemas.AlarmAnswer> {
  const { id, rule, name, severity, subject, said, value, told } = alarm;
  return {
    ...{
      id,
      name,
      severity,
      subject,
      text: said.en,
      texts: said,
      told,
      silenced: holding.some((silence) => silences(silence, alarm)),
    },
    ...{ since: formatTime(alarm.sinceMs), rangAt: formatTime(alarm.rangAtMs) },
    ...(rule !== undefined && { rule }),
    ...(value !== undefined && { value }),
    ...(alarm.ackedAtMs !== undefined && { acknowledgedAt: formatTime(alarm.ackedAtMs) }),
    ...(alarm.ackedBy !== undefined && { acknowledgedBy: alarm.ackedBy }),
    ...(alarm.ackNote !== undefined && { note: alarm.ackNote }),
    ...(alarm.toldAtMs !== undefined && { toldAt: formatTime(alarm.toldAtMs) }),
  };
}

export function eventAnswer({ owner: _, atMs, ...event }: HistoryEvent) {
  return { ...event, at: formatTime(atMs) };
}

export function silenceAnswer({ owner: _, fromMs, untilMs, ...silence }: Silence) {
  return { ...silence, from: formatTime(fromMs), until: formatTime(untilMs) };
}

export function channelAnswer(
  { outbox }: Parts,
  channel: Channel,
): Type.Static<typeof schemas.ChannelAnswer> {
  const { waiting, last } = outbox.stateOf(channel.id);
  return {
    ...channel,
    waiting,
    ...(last && { last: last.state }),
    ...(last?.answer !== undefined && { lastAnswer: last.answer }),
  };
}

/** As others see it. */
export function channelName({ id, kind, name }: Channel) {
  return { id, kind, name };
}
