import { CommandClasses } from '@zwave-js/core';
import type { MockNodeBehavior } from '@zwave-js/testing';
import type { Quantities } from '../quantities.ts';
import { type CommandClassOfMock, startZwaveMeter, type ZwaveMeter } from '../zwave-meter.ts';
import type { EmsDevice, EmsOrder } from './device.ts';

/** What the Set command of a device's class carries. */
interface SetCommand {
  ccId: CommandClasses;
  ccCommand: number | undefined;
  targetValue: number | boolean;
  value: number;
  setpointType: number;
}

/** A device by what is set in it, and what order that is; undefined lets it be. */
interface ZwaveKind {
  commandClass: CommandClassOfMock & { ccId: CommandClasses };
  orderIn: (command: SetCommand, ratedW: number) => EmsOrder | undefined;
}

/** Set is command 1 of all three classes (Z-Wave Application Specification). */
const SET = 1;
const HEATING = 1;
/** What a lowered heating still takes, of the rated power. */
const LOWERED = 0.4;
const limit = (valueW: number): EmsOrder => ({ mode: 'limit-import', valueW });

/** Devices by the name of the template that commands them. */
export const ZWAVE_DEVICES: Record<string, ZwaveKind> = {
  'zwave-switch': {
    commandClass: {
      ccId: CommandClasses['Binary Switch'],
      isSupported: true,
      version: 2,
      defaultValue: true,
    },
    orderIn: ({ targetValue }) => (targetValue ? undefined : limit(0)),
  },
  'zwave-dimmer': {
    commandClass: {
      ccId: CommandClasses['Multilevel Switch'],
      isSupported: true,
      version: 4,
      defaultValue: 99,
    },
    orderIn: ({ targetValue }, ratedW) =>
      Number(targetValue) >= 99 ? undefined : limit((ratedW * Number(targetValue)) / 99),
  },
  'zwave-thermostat': {
    commandClass: {
      ...{ ccId: CommandClasses['Thermostat Setpoint'], isSupported: true, version: 3 },
      setpoints: { [HEATING]: { minValue: 5, maxValue: 30, defaultValue: 21, scale: '°C' } },
    } as ZwaveKind['commandClass'],
    orderIn: ({ value }, ratedW) => (value >= 20 ? undefined : limit(ratedW * LOWERED)),
  },
};

/** A Z-Wave stick on TCP with one device in its network that takes orders and measures itself. */
export function serveZwave(
  kind: string,
  device: EmsDevice,
  { ratedW, port = 0, nowMs = Date.now }: { ratedW: number; port?: number; nowMs?: () => number },
): Promise<ZwaveMeter> {
  const known = ZWAVE_DEVICES[kind];
  if (!known) throw new RangeError(`no Z-Wave "${kind}"; there are ${Object.keys(ZWAVE_DEVICES).join(', ')}`);
  const { commandClass, orderIn } = known;
  const behavior: MockNodeBehavior = {
    handleCC(_controller, self, received) {
      const command = received as unknown as SetCommand;
      if (command.ccId !== commandClass.ccId || command.ccCommand !== SET) return undefined;
      // By radio a device that does not obey just says nothing; what it shows when it is asked tells.
      if (device.behaviour === 'refuses' || device.behaviour === 'ignores') return { action: 'stop' };
      const order = orderIn(command, ratedW);
      if (order) device.take(order);
      else device.release();
      if (kind !== 'zwave-thermostat') return undefined;
      // The mock of zwave-js 15.29 takes no setpoint above its least one, so this is kept here.
      self.state.set(`ThermostatSetpoint_setpoint_${command.setpointType}`, command.value);
      return { action: 'ok' };
    },
  };
  const quantitiesAt = (): Quantities => ({
    ...{ voltageV: [230, 0, 0], currentA: [0, 0, 0], activePowerW: [device.powerW(), 0, 0] },
    ...{ reactivePowerVar: [0, 0, 0], frequencyHz: 50, reactiveEnergyImportVarh: 0 },
    ...{ energyImportWh: 0, energyImportPeakWh: 0, energyImportOffPeakWh: 0, energyExportWh: 0 },
  });
  const also = { commandClasses: [commandClass], behaviors: [behavior] };
  return startZwaveMeter({ port, quantitiesAt, nowMs, also });
}
