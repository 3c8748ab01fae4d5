import { type HouseholdWeek, loadHouseholdWeek } from './household-week.ts';
import { createInstallation, type InstallationOptions } from './installation.ts';
import {
  ILLEGAL_DATA_ADDRESS,
  ILLEGAL_DATA_VALUE,
  ILLEGAL_FUNCTION,
  type ReadAnswer,
  type ReadRequest,
} from './modbus-server.ts';
import type { Quantities } from './quantities.ts';
import { type RegisterMap, readRegisters } from './register-map.ts';
import { abbB23 } from './register-maps/abb-b23.ts';
import { em340 } from './register-maps/em340.ts';
import { iem3155 } from './register-maps/iem3155.ts';
import { pac3200 } from './register-maps/pac3200.ts';
import { sdm120 } from './register-maps/sdm120.ts';
import { sdm630 } from './register-maps/sdm630.ts';
import { sinapsiAlfa } from './register-maps/sinapsi-alfa.ts';
import { sunspecMaps } from './register-maps/sunspec.ts';

export const REGISTER_MAPS: Record<string, RegisterMap> = {
  sdm630,
  sdm120,
  pac3200,
  pac4200: pac3200, // the values that are read have the same registers
  em340,
  iem3155,
  'abb-b23': abbB23,
  'sinapsi-alfa': sinapsiAlfa,
  'sinapsi-alfa-production': sinapsiAlfa,
  ...sunspecMaps,
};

/** Every meter on Modbus, also under the profile that reads several. */
export const MODBUS_METERS: Record<string, RegisterMap> = {
  ...REGISTER_MAPS,
  'sunspec-meter': sunspecMaps['sunspec-203']!,
  'sunspec-inverter': sunspecMaps['sunspec-101']!,
  'sunspec-der': sunspecMaps['sunspec-701']!,
};

/** A house or a plant at a place in time. */
export interface SimulatedPlace extends InstallationOptions {
  /** CSV in the form of data/household-2007-02-week1.csv; that one unless given. */
  dataFile?: string;
  /** Simulated time in milliseconds since 1970. */
  nowMs: () => number;
  /** Lays something over what the installation shows: an energy management system, for example. */
  around?: (shown: (timeMs: number) => Quantities) => (timeMs: number) => Quantities;
}

export interface SimulatedMeter extends SimulatedPlace {
  unit: number;
  /** A key of `MODBUS_METERS`. */
  profile: string;
  /** Some meters do not answer at all where others refuse. */
  silentOnError?: boolean;
}

let bundledWeek: HouseholdWeek | undefined;

/** What a meter at the place shows at a time. */
export function quantitiesOf(options: SimulatedPlace): (timeMs: number) => Quantities {
  bundledWeek ??= loadHouseholdWeek();
  const week = options.dataFile ? loadHouseholdWeek(options.dataFile) : bundledWeek;
  const alone = createInstallation(week, options);
  const installation = options.around?.(alone) ?? alone;
  installation(options.nowMs()); // the registers of the past are summed up now, not while the first reader waits
  return installation;
}

/** How a meter answers: what it shows depends on the simulated time and on nothing else. Undefined is silence. */
export function createMeterAnswer(options: SimulatedMeter): (request: ReadRequest) => ReadAnswer | undefined {
  const map = MODBUS_METERS[options.profile];
  if (!map) {
    throw new RangeError(
      `no register map "${options.profile}"; there are ${Object.keys(MODBUS_METERS).join(', ')}`,
    );
  }
  const installation = quantitiesOf(options);
  const { unit, nowMs } = options;
  const answer = ({ functionCode, address, count }: ReadRequest): ReadAnswer => {
    const also = map.alsoUnder?.functionCode === functionCode ? map.alsoUnder : undefined;
    if (!also && !map.functionCodes.includes(functionCode)) return { exception: ILLEGAL_FUNCTION };
    if (count > map.maxRegisters) return { exception: ILLEGAL_DATA_VALUE };
    const registers = also?.registers ?? map.registers;
    const words = readRegisters({ ...map, registers }, installation(nowMs()), address, count);
    return words ? { words } : { exception: ILLEGAL_DATA_ADDRESS };
  };
  return (request) => {
    if (request.unit !== unit) return undefined; // as on a bus: another device's request
    const said = answer(request);
    return options.silentOnError && 'exception' in said ? undefined : said;
  };
}
