import type { Quantities } from './quantities.ts';

/** What devices that speak JSON say of what they measure. Fields as their makers' pages have them. */

/** Gen 1 Shelly EM, GET /status; the second clamp is on nothing. */
export function shellyEmStatus(quantities: Quantities): object {
  const unused = { power: 0, reactive: 0, voltage: 0, is_valid: false, total: 0, total_returned: 0 };
  return { mac: 'B929CC000001', emeters: [shellyEmMeter(quantities), unused] };
}

function shellyEmMeter({ activePowerW, reactivePowerVar, voltageV, ...registers }: Quantities) {
  return {
    power: round(activePowerW[0], 2),
    reactive: round(reactivePowerVar[0], 2),
    voltage: round(voltageV[0], 2),
    is_valid: true,
    total: round(registers.energyImportWh, 1),
    total_returned: round(registers.energyExportWh ?? 0, 1),
  };
}

/** Gen 1 Shelly EM over MQTT: a bare number on each topic. */
export function shellyEmTopics(device: string, quantities: Quantities): [string, string][] {
  const { power, reactive, voltage, total, total_returned } = shellyEmMeter(quantities);
  const values = { power, reactive_power: reactive, voltage, total, total_returned };
  return Object.entries(values).map(([name, value]) => [
    `shellies/${device}/emeter/0/${name}`,
    String(value),
  ]);
}

/** Gen 2 Shelly Pro EM: status of em1:0 and em1data:0. */
export function shellyProEmStatus({
  activePowerW,
  reactivePowerVar,
  voltageV,
  currentA,
  ...rest
}: Quantities) {
  const apparent = Math.hypot(activePowerW[0], reactivePowerVar[0]);
  return {
    'em1:0': {
      id: 0,
      current: round(currentA[0], 3),
      voltage: round(voltageV[0], 1),
      act_power: round(activePowerW[0], 1),
      aprt_power: round(apparent, 1),
      pf: apparent === 0 ? 1 : round(activePowerW[0] / apparent, 2),
      freq: round(rest.frequencyHz, 1),
      calibration: 'factory',
    },
    'em1data:0': {
      id: 0,
      total_act_energy: round(rest.energyImportWh, 2),
      total_act_ret_energy: round(rest.energyExportWh ?? 0, 2),
    },
    sys: { mac: '08F9E0000001' },
  };
}

/** Telemetry of Tasmota; its time is local and says no zone. */
export function tasmotaSensor(
  { activePowerW, reactivePowerVar, voltageV, currentA, energyImportWh }: Quantities,
  timeMs: number,
): object {
  const apparent = Math.hypot(activePowerW[0], reactivePowerVar[0]);
  return {
    Time: new Date(timeMs).toISOString().slice(0, 19),
    ENERGY: {
      TotalStartTime: '2025-01-02T00:00:00',
      Total: round(energyImportWh / 1000, 3),
      Power: Math.round(activePowerW[0]),
      ApparentPower: Math.round(apparent),
      ReactivePower: Math.round(reactivePowerVar[0]),
      Factor: apparent === 0 ? 0 : round(activePowerW[0] / apparent, 2),
      Voltage: Math.round(voltageV[0]),
      Current: round(currentA[0], 3),
    },
  };
}

/** State of a plug as Zigbee2MQTT publishes it, with last_seen: ISO_8601. */
export function zigbee2mqttState(
  { activePowerW, voltageV, currentA, energyImportWh }: Quantities,
  timeMs: number,
): object {
  return {
    state: 'ON',
    power: round(activePowerW[0], 1),
    voltage: round(voltageV[0], 1),
    current: round(currentA[0], 2),
    energy: round(energyImportWh / 1000, 2),
    linkquality: 132,
    last_seen: new Date(timeMs).toISOString(),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
