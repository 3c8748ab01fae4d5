import { setTimeout as delay } from 'node:timers/promises';
import Type from 'typebox';
import type { EmsAdapter } from '../ems.ts';
import type { Variables } from '../ems-device/command.ts';
import { createEms, DeviceRefusal } from '../ems-device/perform.ts';
import type { ZwaveSet, ZwaveTemplate } from '../ems-device/template.ts';
import { openStick, type Stick, StickOptions } from '../zwave-stick.ts';

const options = Type.Object(
  {
    name: Type.Literal('z-wave'),
    ...StickOptions,
    node: Type.Integer({ minimum: 1, maximum: 4000, description: 'number of the device in the network' }),
    endpoint: Type.Optional(Type.Integer({ minimum: 0, maximum: 127 })),
    timeoutMs: Type.Optional(
      Type.Integer({ minimum: 50, maximum: 60_000, description: 'until it shows what it was told' }),
    ),
  },
  { additionalProperties: false },
);

type ZwaveNode = NonNullable<ReturnType<Stick['driver']['controller']['nodes']['get']>>;

/** SetValueStatus of zwave-js: working, done without and with supervision; every other one is a failure. */
const TAKEN = [0x01, 0xfe, 0xff];
const ASK_AGAIN_MS = 200;
/** A device that zwave-js does not know yet is asked what it can do, which takes a while by radio. */
const READY_MS = 30_000;

/** Switches, dimmers and thermostats in a Z-Wave network; a meter of the same stick shares it. */
const adapter: EmsAdapter<typeof options> = {
  name: 'z-wave',
  options,
  protocol: 'zwave',
  create({ options, template, site }) {
    const { port, node: id, endpoint = 0, timeoutMs = 5000 } = options;
    let stick: Stick | undefined;

    async function openNode(): Promise<ZwaveNode> {
      if (stick?.lost.aborted) {
        await stick.close();
        stick = undefined;
      }
      stick ??= await openStick(options);
      const node = stick.driver.controller.nodes.get(id);
      if (!node) throw new Error(`the network has no node ${id}; include the device first`);
      if (!node.ready) await within(READY_MS, new Promise((resolve) => node.once('ready', resolve)));
      return node;
    }

    async function set(action: ZwaveSet, variables: Variables): Promise<void> {
      const { commandClass, property, propertyKey, confirm } = action;
      const key = propertyKey === undefined ? {} : { propertyKey };
      const value = setValueOf(action, variables);
      const node = await openNode();
      const { status } = await node.setValue({ commandClass, endpoint, property, ...key }, value);
      if (!TAKEN.includes(status))
        throw new DeviceRefusal(`${property} ${value}: status ${status} of zwave-js`);
      const asked = { commandClass, endpoint, property: confirm, ...key };
      const untilMs = performance.now() + timeoutMs;
      for (;;) {
        const shown = await node.pollValue(asked);
        if (shown === value) return;
        if (performance.now() > untilMs) {
          throw new DeviceRefusal(`${property} was told ${value} and ${confirm} is ${shown}`);
        }
        await delay(ASK_AGAIN_MS);
      }
    }

    return createEms<ZwaveSet>({
      ...{ template: template as ZwaveTemplate, site, where: `node ${id} at ${port}`, perform: set },
      close: async () => stick?.close(),
    });
  },
};
export default adapter;

function setValueOf({ property, value }: ZwaveSet, variables: Variables): number | boolean {
  if (typeof value !== 'object') return value;
  const wanted = variables[value.from];
  if (wanted === undefined) throw new DeviceRefusal(`nothing gives ${value.from} for ${property}`);
  return Math.floor(wanted * (value.factor ?? 1) + 1e-9); // downwards, so that a limit holds
}

async function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = delay(timeoutMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`the device is not ready after ${timeoutMs} ms`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}
