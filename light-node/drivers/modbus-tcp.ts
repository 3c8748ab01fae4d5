import Type from 'typebox';
import type { MeterContext, MeterDriver } from '../meter.ts';
import { type BusMeter, createBusMeter } from '../modbus/bus-meter.ts';
import { tcpFraming } from '../modbus/framing.ts';
import { commonOptions, hostOptions, timesOf } from '../modbus/line-options.ts';
import { openSocket } from '../modbus/lines.ts';
import { shareBus } from '../modbus/shared-bus.ts';

const options = Type.Object(
  { name: Type.Literal('modbus-tcp'), ...hostOptions, ...commonOptions },
  { additionalProperties: false },
);
type Options = Type.Static<typeof options>;

/** Modbus TCP (Modbus Messaging on TCP/IP Implementation Guide V1.0b); meters of one connection share it. */
function create(context: MeterContext<Options, 'modbus' | 'sunspec'>): BusMeter {
  const { name, host, port } = context.options;
  const where = `${host}:${port}`;
  const times = timesOf(context.options);
  const open = () => openSocket({ host, port }, tcpFraming(), times.timeoutMs);
  const settings = { name, host, port, ...times };
  const bus = shareBus(JSON.stringify(settings), settings, { where, open, ...times, log: context.log });
  return createBusMeter(bus, context);
}

const driver = {
  name: 'modbus-tcp',
  protocols: ['modbus', 'sunspec'],
  options,
  create,
} satisfies MeterDriver<typeof options, 'modbus' | 'sunspec'>;
export default driver;
