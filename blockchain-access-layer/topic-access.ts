import { parseTopic, type Topic } from '@access-layer/core/topics';

/** A status is a few words; the largest we keep of one. */
export const MAX_STATUS_BYTES = 4096;

export interface Publication {
  topic: string;
  qos: number;
  retain: boolean;
  bytes: number;
}

export type Access<T> = { ok: true; use: T } | { ok: false; reason: string };

/**
 * What a connection may publish (formats 4): its own packets at QoS 1 and its own status; a platform that is listed,
 * set-points for nodes. Nobody else's topic, no retained message but a status, no wildcard.
 */
export function publishAccess(
  own: string,
  { topic, qos, retain, bytes }: Publication,
  isListedPlatform: (name: string) => boolean,
): Access<'packets' | 'status'> | { ok: true; use: 'set-points'; node: string } {
  const parsed = parseTopic(topic);
  if (!parsed) return refuse(`"${topic.slice(0, 128)}" is not a topic of the Access Layer`);
  if (isOwn(parsed, own, 'status')) {
    if (bytes > MAX_STATUS_BYTES)
      return refuse(`a status of ${bytes} bytes; at most ${MAX_STATUS_BYTES} are kept`);
    return qos > 1 ? refuse(`QoS ${qos} on ${topic}; expected 0 or 1`) : { ok: true, use: 'status' };
  }
  const isSetPoint = parsed.space === 'ln' && parsed.channel === 'set-points';
  if (isSetPoint && !isListedPlatform(own)) {
    return refuse(`${topic}: the registry lists no set-point signer "${own}"`);
  }
  if (!isSetPoint && !isOwn(parsed, own, 'packets'))
    return refuse(`${topic} is not for "${own}" to publish on`);
  if (qos !== 1)
    return refuse(
      `QoS ${qos} on ${topic}; packets and set-points are published with QoS 1, which acknowledges them`,
    );
  if (retain) return refuse(`a retained message on ${topic}; only a status may be retained`);
  return isSetPoint ? { ok: true, use: 'set-points', node: parsed.id } : { ok: true, use: 'packets' };
}

/** What a connection may subscribe to: verdicts and set-points of its own, and, where it is listed, those of a platform. */
export function subscribeAccess(
  own: string,
  topic: string,
  isListedPlatform: (name: string) => boolean,
): Access<'verdicts' | 'set-points' | 'platform-verdicts'> {
  const parsed = parseTopic(topic);
  if (!parsed)
    return refuse(`"${topic.slice(0, 128)}" is not a topic of the Access Layer; wildcards are not allowed`);
  if (isOwn(parsed, own, 'verdicts')) return { ok: true, use: 'verdicts' };
  if (isOwn(parsed, own, 'set-points')) return { ok: true, use: 'set-points' };
  if (parsed.space !== 'dsotp' || parsed.id !== own) return refuse(`${topic} is not for "${own}" to read`);
  return isListedPlatform(own)
    ? { ok: true, use: 'platform-verdicts' }
    : refuse(`${topic}: the registry lists no set-point signer "${own}"`);
}

function isOwn(topic: Topic, own: string, channel: Topic['channel']): boolean {
  return topic.space === 'ln' && topic.id === own && topic.channel === channel;
}

function refuse(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
