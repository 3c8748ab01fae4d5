/** MQTT topics. A connection may use its own and nothing else: no wildcard, no other node's. */
export const NODE_ID = /^[a-z0-9-]{1,64}$/;

export type NodeChannel = 'packets' | 'set-points' | 'verdicts' | 'status';

export function nodeTopic(node: string, channel: NodeChannel): string {
  return `ln/${node}/${channel}`;
}

export function platformTopic(platform: string): string {
  return `dsotp/${platform}/verdicts`;
}

export type Topic =
  | { space: 'ln'; id: string; channel: NodeChannel }
  | { space: 'dsotp'; id: string; channel: 'verdicts' };

/** Reads a topic name; undefined for every name that is not exactly one of ours (wildcards included). */
export function parseTopic(name: string): Topic | undefined {
  const [space, id, channel, ...rest] = name.split('/');
  if (!id || !NODE_ID.test(id) || rest.length > 0) return undefined;
  if (space === 'dsotp' && channel === 'verdicts') return { space, id, channel };
  if (space === 'ln' && isNodeChannel(channel)) return { space, id, channel };
  return undefined;
}

function isNodeChannel(text: string | undefined): text is NodeChannel {
  return text === 'packets' || text === 'set-points' || text === 'verdicts' || text === 'status';
}
