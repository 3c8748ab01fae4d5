import type { Values } from '@access-layer/core/payloads/measurement';
import { toQuantity } from './decode.ts';
import type { ProfileOf } from './profile.ts';

export const METER_COMMAND_CLASS = 0x32;

/** What zwave-js tells when a device has reported a value. */
export interface ZwaveReport {
  commandClass: number;
  endpoint?: number;
  property: string | number;
  propertyKey?: string | number;
  newValue: unknown;
}

/** The value of a report by the profile; empty where it is of something else. */
export function decodeZwave(
  profile: ProfileOf<'zwave'>,
  report: ZwaveReport,
  endpoint: number,
): Partial<Values> {
  const { commandClass, property, propertyKey, newValue } = report;
  const ours =
    commandClass === METER_COMMAND_CLASS && property === 'value' && (report.endpoint ?? 0) === endpoint;
  const value = ours ? profile.values.find((each) => each.propertyKey === propertyKey) : undefined;
  if (!value || typeof newValue !== 'number') return {};
  const quantity = toQuantity(value.name, newValue * value.factor);
  return quantity === undefined ? {} : { [value.name]: quantity };
}
