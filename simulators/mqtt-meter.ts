import mqtt, { type IClientOptions } from 'mqtt';
import { shellyEmTopics, shellyProEmStatus, tasmotaSensor, zigbee2mqttState } from './json-documents.ts';
import type { Quantities } from './quantities.ts';

export const MQTT_DEVICES = ['shelly-em', 'shelly-pro-em', 'tasmota', 'zigbee2mqtt'] as const;
export type MqttDevice = (typeof MQTT_DEVICES)[number];

export interface MqttMeterOptions {
  url: string;
  /** Certificates, username and password, where the broker wants them. */
  connection?: IClientOptions;
  kind: MqttDevice;
  /** Name of the device in its topics. */
  device: string;
  /** Real milliseconds between messages. */
  intervalMs: number;
  quantitiesAt: (timeMs: number) => Quantities;
  nowMs: () => number;
}

export interface MqttMeter {
  /** Publishes what is measured now; resolves when the broker has it. */
  publish(): Promise<void>;
  close(): Promise<void>;
}

/** Topics and texts of one moment. */
export function messagesOf(
  kind: MqttDevice,
  device: string,
  quantities: Quantities,
  timeMs: number,
): [string, string][] {
  if (kind === 'shelly-em') return shellyEmTopics(device, quantities);
  if (kind === 'tasmota')
    return [[`tele/${device}/SENSOR`, JSON.stringify(tasmotaSensor(quantities, timeMs))]];
  if (kind === 'zigbee2mqtt')
    return [[`zigbee2mqtt/${device}`, JSON.stringify(zigbee2mqttState(quantities, timeMs))]];
  const status = shellyProEmStatus(quantities);
  const parts = ['em1:0', 'em1data:0'] as const;
  return parts.map((part) => [`${device}/status/${part}`, JSON.stringify(status[part])]);
}

/** A device that publishes what it measures on a broker, as its maker's firmware does. */
export async function startMqttMeter(options: MqttMeterOptions): Promise<MqttMeter> {
  const { url, connection = {}, kind, device, intervalMs, quantitiesAt, nowMs } = options;
  const client = await mqtt.connectAsync(url, { protocolVersion: 4, ...connection });
  async function publish(): Promise<void> {
    const timeMs = nowMs();
    const messages = messagesOf(kind, device, quantitiesAt(timeMs), timeMs);
    await Promise.all(messages.map(([topic, text]) => client.publishAsync(topic, text, { qos: 1 })));
  }
  const timer = setInterval(() => {
    if (client.connected) publish().catch(() => {}); // the next one is not far
  }, intervalMs);
  return {
    publish,
    async close() {
      clearInterval(timer);
      await client.endAsync(true);
    },
  };
}
