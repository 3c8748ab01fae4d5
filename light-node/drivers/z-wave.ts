import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Values } from '@access-layer/core/payloads/measurement';
import Type from 'typebox';
import type { ZWaveNode } from 'zwave-js';
import type { MeterContext, MeterDriver, MeterSink, PushMeter } from '../meter.ts';
import { decodeZwave, METER_COMMAND_CLASS, type ZwaveReport } from '../zwave-meter.ts';
import { openStick, type Stick, StickOptions } from '../zwave-stick.ts';

const options = Type.Object(
  {
    name: Type.Literal('z-wave'),
    ...StickOptions,
    node: Type.Integer({ minimum: 1, maximum: 4000, description: 'number of the device in the network' }),
    endpoint: Type.Optional(Type.Integer({ minimum: 0, maximum: 127 })),
    collectMs: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 60_000, description: 'reports so near make one reading' }),
    ),
    reconnectMs: Type.Optional(Type.Integer({ minimum: 1, maximum: 600_000 })),
  },
  { additionalProperties: false },
);
type Options = Type.Static<typeof options>;

const COLLECT_MS = 1000;
const RECONNECT_MS = 30_000;

/**
 * A Z-Wave device that measures. It reports by itself, and is asked for each value at every interval: both come as
 * reports. Radio is slow, so the reports of one round are one reading, of the time of the first.
 */
function create({ options, profile, nowMs, log }: MeterContext<Options, 'zwave'>): PushMeter {
  const { endpoint = 0, collectMs = COLLECT_MS, reconnectMs = RECONNECT_MS } = options;
  let stick: Stick | undefined;
  let closed = false;
  let reconnectTimer: NodeJS.Timeout | undefined;
  let pollTimer: NodeJS.Timeout | undefined;
  let collectTimer: NodeJS.Timeout | undefined;
  let collected: { values: Partial<Values>; firstMs: number } | undefined;

  function start(sink: MeterSink): void {
    connect(sink).catch((error) => {
      if (closed) return;
      sink.fault(error instanceof AccessLayerError ? error : unreachable(options, messageOf(error)));
      reconnectTimer = setTimeout(() => start(sink), reconnectMs);
    });
  }

  /** Rejects when the stick is lost, or there is nothing to follow; `start` then looks for it again. */
  async function connect(sink: MeterSink): Promise<void> {
    const held = await openStick(options);
    if (closed) return held.close();
    stick = held;
    const lost = new Promise<never>((_, reject) => {
      held.lost.addEventListener('abort', () => reject(held.lost.reason), { once: true });
    });
    try {
      await Promise.race([lost, follow(sink, held)]);
      await lost;
    } finally {
      clearInterval(pollTimer);
      await held.close();
    }
  }

  async function follow(sink: MeterSink, { driver: { controller } }: Stick): Promise<void> {
    const node = controller.nodes.get(options.node);
    if (!node) throw unreachable(options, 'the network has no such node; include the device first');
    node.on('value updated', (_node, report) => take(sink, report as ZwaveReport));
    node.on('value added', (_node, report) => take(sink, report as ZwaveReport));
    node.on('dead', () => sink.fault(unreachable(options, 'the device does not answer')));
    node.on('alive', () => sink.fault(undefined));
    if (!node.ready) await new Promise((resolve) => node.once('ready', resolve));
    sink.fault(undefined);
    pollTimer = setInterval(() => void ask(node), 1000 * profile.pollIntervalS);
    await ask(node);
  }

  async function ask(node: ZWaveNode): Promise<void> {
    for (const { scale, rateType } of profile.values) {
      try {
        const meter = node.getEndpoint(endpoint)?.commandClasses.Meter;
        if (meter?.isSupported()) await meter.get({ scale, rateType });
      } catch (error) {
        log.debug({ err: error, commandClass: METER_COMMAND_CLASS, scale }, 'a value was not told');
      }
    }
  }

  function take(sink: MeterSink, report: ZwaveReport): void {
    const values = decodeZwave(profile, report, endpoint);
    if (Object.keys(values).length === 0) return;
    collected ??= { values: {}, firstMs: nowMs() };
    Object.assign(collected.values, values);
    collectTimer ??= setTimeout(() => {
      const { firstMs, values: all } = collected!;
      collected = undefined;
      collectTimer = undefined;
      sink.reading({ takenAtMs: firstMs, values: all as Values });
    }, collectMs);
  }

  return {
    kind: 'push',
    silentAfterMs: 1000 * profile.silentAfterS,
    start,
    async close() {
      closed = true;
      for (const timer of [reconnectTimer, pollTimer, collectTimer]) clearTimeout(timer);
      const held = stick;
      stick = undefined;
      await held?.close();
    },
  };
}

function unreachable({ port, node }: Options, detail: string): AccessLayerError {
  const message = `no meter at node ${node} of the Z-Wave network at ${port}: ${detail}`;
  return new AccessLayerError({ code: 'LN_METER_UNREACHABLE', message, retryable: true });
}

const driver: MeterDriver<typeof options, 'zwave', PushMeter> = {
  name: 'z-wave',
  protocols: ['zwave'],
  options,
  create,
};
export default driver;
