import { join } from 'node:path';
import { MQTT_DEVICE_NAME } from '@access-layer/simulators/home-device';

type Driver = { name: string } & Record<string, unknown>;

/** How a Light Node reads the simulated meter of a profile at a port of this machine. */
export function driverOf(profile: string, port: number, dir: string): Driver {
  const at = `127.0.0.1:${port}`;
  const mqtt = { name: 'mqtt', url: `mqtt://${at}`, vars: { device: MQTT_DEVICE_NAME, channel: '0' } };
  const rest = { name: 'rest', url: `http://${at}`, vars: { channel: '0' } };
  const others: Record<string, Driver> = {
    'chain2-gate': { name: 'chain2-gate', url: `ws://${at}` },
    'shelly-em': rest,
    'shelly-pro-em': rest,
    'shelly-em-mqtt': mqtt,
    'shelly-pro-em-mqtt': mqtt,
    tasmota: mqtt,
    'tasmota-rest': rest,
    zigbee2mqtt: mqtt,
    'zwave-meter': { name: 'z-wave', port: `tcp://${at}`, node: 2, cacheDir: join(dir, 'zwave') },
  };
  return others[profile] ?? { name: 'modbus-tcp', host: '127.0.0.1', port, unit: 1 };
}
