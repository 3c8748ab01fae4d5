import { ROLES } from '@access-layer/kit/token';
import { kafkaError } from './kafka-error.ts';

interface ConfigRule {
  standard: string;
  description: string;
  expected: string;
  fits(value: string): boolean;
}

const wholeNumber = (from: number, to: number) => (value: string) =>
  /^-?\d{1,15}$/.test(value) && Number(value) >= from && Number(value) <= to;
const oneOf =
  (...values: string[]) =>
  (value: string) =>
    values.includes(value);
const WHO = /^(\*|[a-z0-9][a-z0-9-]{0,63})(,[a-z0-9][a-z0-9-]{0,63})*$/;

export const MAX_MESSAGE_BYTES = 1_048_588;

/** Settings of a topic that outsiders produce to, by their Kafka names; those with `access.` are ours. */
export const TOPIC_CONFIGS: Readonly<Record<string, ConfigRule>> = {
  'cleanup.policy': {
    standard: 'delete',
    description: 'What becomes of old records',
    expected: 'delete',
    fits: oneOf('delete'),
  },
  'compression.type': {
    standard: 'producer',
    description: 'How values are kept; producer: as the setting for all producers says',
    expected: 'producer, gzip or uncompressed',
    fits: oneOf('producer', 'gzip', 'uncompressed'),
  },
  'max.message.bytes': {
    standard: String(MAX_MESSAGE_BYTES),
    description: 'Key and value of a record together',
    expected: `1 to ${MAX_MESSAGE_BYTES}`,
    fits: wholeNumber(1, MAX_MESSAGE_BYTES),
  },
  'retention.ms': {
    standard: '604800000',
    description: 'How long records are kept; -1: for ever',
    expected: '-1 or more milliseconds',
    fits: wholeNumber(-1, Number.MAX_SAFE_INTEGER),
  },
  'access.readers': {
    standard: '*',
    description: `Who may read it: *, or roles (${ROLES.join(', ')}) and ids of parties, with commas`,
    expected: '*, or roles and ids of parties with commas between them',
    fits: (value) => WHO.test(value),
  },
  'access.writers': {
    standard: '*',
    description: 'Who may produce to it, in the same form',
    expected: '*, or roles and ids of parties with commas between them',
    fits: (value) => WHO.test(value),
  },
};

/** The value in force. */
export function configOf(configs: Readonly<Record<string, string>>, name: string): string {
  return configs[name] ?? TOPIC_CONFIGS[name]!.standard;
}

/** @throws 40002 where there is no such setting, or the value does not fit. */
export function checkConfig(name: string, value: unknown): string {
  const rule = Object.hasOwn(TOPIC_CONFIGS, name) ? TOPIC_CONFIGS[name] : undefined;
  if (!rule) {
    const known = Object.keys(TOPIC_CONFIGS).join(', ');
    throw kafkaError(40002, `Unknown topic config name: ${name.slice(0, 100)}; expected one of ${known}`, {
      instead: true,
    });
  }
  if (typeof value === 'string' && rule.fits(value)) return value;
  const shown = JSON.stringify(value)?.slice(0, 100);
  throw kafkaError(40002, `Invalid value ${shown} for configuration ${name}: expected ${rule.expected}`, {
    instead: true,
  });
}

/** Whether a caller is among `*`, or the roles and parties that a setting names. */
export function isAmong(who: string, caller: { role: string; party?: string }): boolean {
  if (who === '*') return true;
  const named = who.split(',');
  return named.includes(caller.role) || (caller.party !== undefined && named.includes(caller.party));
}
