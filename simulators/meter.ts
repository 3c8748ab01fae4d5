import { createHousehold, type HouseholdOptions } from './household.ts';
import { type HouseholdWeek, loadHouseholdWeek } from './household-week.ts';
import {
  ILLEGAL_DATA_ADDRESS,
  ILLEGAL_DATA_VALUE,
  ILLEGAL_FUNCTION,
  type ModbusServer,
  type ReadAnswer,
  type ReadRequest,
  startModbusServer,
} from './modbus-server.ts';
import { type RegisterMap, readRegisters } from './register-map.ts';
import { pac3200 } from './register-maps/pac3200.ts';
import { sdm630 } from './register-maps/sdm630.ts';

export const REGISTER_MAPS: Record<string, RegisterMap> = { sdm630, pac3200 };

export interface MeterOptions extends HouseholdOptions {
  host?: string;
  /** 0 takes any free port. */
  port: number;
  unit: number;
  /** A key of `REGISTER_MAPS`. */
  profile: string;
  /** CSV in the form of data/household-2007-02-week1.csv; that one unless given. */
  dataFile?: string;
  /** Simulated time in milliseconds since 1970. */
  nowMs: () => number;
}

let bundledWeek: HouseholdWeek | undefined;

/** A meter on Modbus TCP that replays a real week. What it shows depends on the simulated time and on nothing else. */
export async function startMeter(options: MeterOptions): Promise<ModbusServer> {
  const map = REGISTER_MAPS[options.profile];
  if (!map) {
    throw new RangeError(
      `no register map "${options.profile}"; there are ${Object.keys(REGISTER_MAPS).join(', ')}`,
    );
  }
  bundledWeek ??= loadHouseholdWeek();
  const week = options.dataFile ? loadHouseholdWeek(options.dataFile) : bundledWeek;
  const household = createHousehold(week, options);
  const { host, port, unit, nowMs } = options;
  const answer = (request: ReadRequest): ReadAnswer | undefined => {
    if (request.unit !== unit) return undefined; // as on a bus: another device's request
    if (!map.functionCodes.includes(request.functionCode)) return { exception: ILLEGAL_FUNCTION };
    if (request.count > map.maxRegisters) return { exception: ILLEGAL_DATA_VALUE };
    const words = readRegisters(map, household(nowMs()), request.address, request.count);
    return words ? { words } : { exception: ILLEGAL_DATA_ADDRESS };
  };
  return startModbusServer({ ...(host ? { host } : {}), port, answer });
}
