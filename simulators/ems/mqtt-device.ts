import mqtt from 'mqtt';
import type { EmsDevice, EmsOrder } from './device.ts';

/** A smart object on a broker: orders on `ems/<id>/order`, what it does then on `ems/<id>/state`. */
export async function joinMqtt(
  url: string,
  id: string,
  device: EmsDevice,
): Promise<{ close(): Promise<void> }> {
  const client = await mqtt.connectAsync(url, { clientId: `device-${id}` });
  client.on('message', (_topic, payload) => {
    const { mode, powerW, revertS } = JSON.parse(payload.toString());
    const isTaken = take(mode, { mode, valueW: powerW, ...(revertS && { revertS }) } as EmsOrder);
    client.publish(`ems/${id}/state`, JSON.stringify({ mode: isTaken ? mode : 'free', powerW }), { qos: 1 });
  });
  function take(mode: string, order: EmsOrder): boolean {
    if (device.behaviour === 'ignores') return false;
    if (mode !== 'free') return device.take(order);
    device.release();
    return true;
  }
  await client.subscribeAsync(`ems/${id}/order`, { qos: 1 });
  return { close: () => client.endAsync(true) };
}
