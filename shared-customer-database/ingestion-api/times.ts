import { formatTime, parseTime } from '@access-layer/core/time';
import { ingestionError } from './errors.ts';

/** Fields that are times: ISO 8601 at the API, milliseconds inside; an open `until` is absent there and 0 here. */
const TIME_FIELDS = ['from', 'until', 'issuedAt', 'grantedAt', 'revokedAt'] as const;

/** @throws AccessLayerError SCD_BAD_REQUEST for a day that does not exist, or an interval that is empty */
export function timesInside(sent: object): Record<string, unknown> {
  const inside: Record<string, unknown> = { ...sent };
  for (const field of TIME_FIELDS) {
    const value = inside[field];
    if (value !== undefined) inside[field] = timeOf(field, value as string);
  }
  if (!('from' in inside)) return inside;
  inside.until ??= 0;
  const { from, until } = inside as { from: number; until: number };
  if (until === 0 || from < until) return inside;
  throw ingestionError(
    'SCD_BAD_REQUEST',
    `until ${formatTime(until)} is not after from ${formatTime(from)}`,
    {
      field: 'until',
    },
  );
}

export function timeOf(field: string, text: string): number {
  const ms = parseTime(text);
  if (ms !== undefined && ms > 0) return ms;
  throw ingestionError('SCD_BAD_REQUEST', `${field} ${text} is not a time after 1970`, { field });
}

export function timesOutside(document: object): Record<string, unknown> {
  const outside: Record<string, unknown> = { ...document };
  for (const field of TIME_FIELDS) {
    const value = outside[field];
    if (value === undefined) continue;
    if (field === 'until' && value === 0) delete outside.until;
    else outside[field] = formatTime(value as number);
  }
  return outside;
}
