import { checkProtocol, loadProfile, type ProfileOf, type Protocol } from '../profile.ts';

/** A profile of meters/ that is known to be of a protocol. */
export function profileOf<P extends Protocol>(protocol: P, name: string): ProfileOf<P> {
  const profile = loadProfile(name);
  checkProtocol(profile, { name: 'test', protocols: [protocol] });
  return profile;
}

export const modbusProfile = (name: string): ProfileOf<'modbus'> => profileOf('modbus', name);
