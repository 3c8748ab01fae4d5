import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import Type from 'typebox';
import { WebSocket } from 'ws';
import { decodeChain2, parseChain2 } from '../chain2.ts';
import type { MeterContext, MeterDriver, MeterSink, PushMeter } from '../meter.ts';

const options = Type.Object(
  {
    name: Type.Literal('chain2-gate'),
    url: Type.String({
      pattern: '^wss?://[^/]+/?$',
      description: 'of the gateway, for example ws://192.168.1.9:81',
    }),
    meter: Type.Optional(
      Type.String({ pattern: '^M[0-9]$', description: 'M1 exchange (default), M2 production' }),
    ),
    pingIntervalMs: Type.Optional(
      Type.Integer({ minimum: 10, description: 'no answer for two of them ends the connection' }),
    ),
    reconnectMinMs: Type.Optional(Type.Integer({ minimum: 1 })),
    reconnectMaxMs: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);
type Options = Type.Static<typeof options>;

const MAX_MESSAGE_BYTES = 65_536;
const HANDSHAKE_TIMEOUT_MS = 10_000;

/**
 * The WebSocket of a MAC Chain2Gate. The client says "!", the gateway tells its name, and then each message of the meter
 * as it comes. A connection that is silent in both directions is ended and made anew, after growing pauses.
 */
function create({ options, profile, nowMs, log }: MeterContext<Options, 'chain2'>): PushMeter {
  const {
    url,
    meter = 'M1',
    pingIntervalMs = 30_000,
    reconnectMinMs = 1000,
    reconnectMaxMs = 60_000,
  } = options;
  let socket: WebSocket | undefined;
  let failures = 0;
  let closed = false;
  let reconnectTimer: NodeJS.Timeout | undefined;

  function connect(sink: MeterSink): void {
    const current = new WebSocket(url, {
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      maxPayload: MAX_MESSAGE_BYTES,
    });
    socket = current;
    let reason = 'the connection has ended';
    const watch = watchLife(current, pingIntervalMs);
    current.on('open', () => current.send('!'));
    current.on('message', (data) => {
      failures = 0;
      sink.fault(undefined);
      hear(sink, String(data));
    });
    current.on('error', (error) => {
      reason = messageOf(error);
    });
    current.on('close', () => {
      clearInterval(watch);
      if (closed) return;
      const pauseMs = Math.min(reconnectMaxMs, reconnectMinMs * 2 ** Math.min(failures, 20));
      failures += 1;
      sink.fault(unreachable(url, reason));
      reconnectTimer = setTimeout(() => connect(sink), pauseMs);
    });
  }

  function hear(sink: MeterSink, text: string): void {
    try {
      const data = parseChain2(text);
      if (!data) log.debug({ text: text.slice(0, 200) }, 'gateway');
      if (data?.Meter !== meter) return;
      const { readings, events } = decodeChain2(profile, data, nowMs());
      for (const reading of readings) sink.reading(reading);
      for (const event of events) sink.event(event);
    } catch (error) {
      log.warn({ err: error, text: text.slice(0, 200) }, 'the gateway said what is no JSON');
    }
  }

  return {
    kind: 'push',
    silentAfterMs: 1000 * profile.silentAfterS,
    start: connect,
    async close() {
      closed = true;
      clearTimeout(reconnectTimer);
      socket?.terminate();
    },
  };
}

/** A gateway that lost its power says no goodbye. */
function watchLife(socket: WebSocket, pingIntervalMs: number): NodeJS.Timeout {
  let silentPings = 0;
  const alive = () => {
    silentPings = 0;
  };
  socket.on('pong', alive);
  socket.on('message', alive);
  return setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (silentPings >= 2) socket.terminate();
    else socket.ping();
    silentPings += 1;
  }, pingIntervalMs);
}

function unreachable(url: string, detail: string): AccessLayerError {
  const message = `no Chain 2 gateway at ${url}: ${detail}; check power and address`;
  return new AccessLayerError({ code: 'LN_METER_UNREACHABLE', message, retryable: true });
}

const driver: MeterDriver<typeof options, 'chain2', PushMeter> = {
  name: 'chain2-gate',
  protocols: ['chain2'],
  options,
  create,
};
export default driver;
