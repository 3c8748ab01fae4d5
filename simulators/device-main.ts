import { parseArgs } from 'node:util';
import { messageOf } from '@access-layer/core/errors';
import { startChain2Gate } from './chain2-gate.ts';
import { createHousehold } from './household.ts';
import { loadHouseholdWeek } from './household-week.ts';
import { MQTT_DEVICES, type MqttDevice, startMqttMeter } from './mqtt-meter.ts';
import { simulatedNowMs } from './replay-time.ts';
import { startShelly } from './shelly.ts';

const USAGE = `Usage: node simulators/device-main.ts KIND [--port PORT] [--speed N] [--broker URL] [--device NAME] [--interval S]

Runs one device that measures a real week of a house, until Ctrl-C.

  chain2-gate      a Chain 2 gateway: WebSocket and HTTP at the port
  shelly-em        a first-generation Shelly EM: HTTP at the port
  shelly-pro-em    a second-generation Shelly Pro EM: HTTP at the port
  z-wave           a Z-Wave stick with a meter as node 2: serial protocol at the TCP port
  mqtt:KIND        publishes on the broker; KIND is one of ${MQTT_DEVICES.join(', ')}

--speed N lets N simulated seconds pass in one, from a week ago until the present.`;

const WEEK_MS = 7 * 86_400_000;

async function start(
  kind: string,
  options: { port: number; speed: number; broker: string; device: string; interval: number },
) {
  const realStart = Date.now();
  const simulatedStart = options.speed > 1 ? realStart - WEEK_MS : realStart;
  const nowMs = () => simulatedNowMs({ realStart, simulatedStart, speed: options.speed });
  const quantitiesAt = createHousehold(loadHouseholdWeek());
  const common = { port: options.port, quantitiesAt, nowMs };
  if (kind === 'chain2-gate') return startChain2Gate({ ...common, contractW: 6000, availableW: 6600 });
  if (kind === 'shelly-em') return startShelly({ ...common, generation: 1 });
  if (kind === 'shelly-pro-em') return startShelly({ ...common, generation: 2 });
  if (kind === 'z-wave') return (await import('./zwave-meter.ts')).startZwaveMeter(common);
  const device = kind.replace(/^mqtt:/, '') as MqttDevice;
  if (!kind.startsWith('mqtt:') || !MQTT_DEVICES.includes(device))
    throw new RangeError(`no device "${kind}"`);
  const { broker: url, device: name, interval } = options;
  return startMqttMeter({
    url,
    kind: device,
    device: name,
    intervalMs: 1000 * interval,
    quantitiesAt,
    nowMs,
  });
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '0' },
      speed: { type: 'string', default: '1' },
      broker: { type: 'string', default: 'mqtt://127.0.0.1:1883' },
      device: { type: 'string', default: 'device-1' },
      interval: { type: 'string', default: '10' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [kind] = positionals;
  if (values.help || kind === undefined) {
    process.stdout.write(`${USAGE}\n`);
  } else {
    const [port, speed, interval] = [Number(values.port), Number(values.speed), Number(values.interval)];
    const device = await start(kind, { ...values, port, speed, interval });
    process.stdout.write(`${kind} runs${'port' in device ? ` on 127.0.0.1:${device.port}` : ''}\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void device.close().then(() => process.exit(0)));
    }
  }
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n\n${USAGE}\n`);
  process.exitCode = 64;
}
