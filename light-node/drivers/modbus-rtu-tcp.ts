import Type from 'typebox';
import type { MeterContext, MeterDriver } from '../meter.ts';
import { type BusMeter, createBusMeter } from '../modbus/bus-meter.ts';
import { rtuFraming } from '../modbus/framing.ts';
import { commonOptions, hostOptions, timesOf } from '../modbus/line-options.ts';
import { openSocket } from '../modbus/lines.ts';
import { shareBus } from '../modbus/shared-bus.ts';

const options = Type.Object(
  { name: Type.Literal('modbus-rtu-tcp'), ...hostOptions, ...commonOptions },
  { additionalProperties: false },
);
type Options = Type.Static<typeof options>;

/** Modbus RTU frames over TCP, as serial servers and simple gateways carry them; all meters behind one share it. */
function create(context: MeterContext<Options, 'modbus' | 'sunspec'>): BusMeter {
  const { name, host, port } = context.options;
  const where = `${host}:${port}`;
  const times = timesOf(context.options);
  const open = () => openSocket({ host, port }, rtuFraming(), times.timeoutMs);
  const bus = shareBus(
    `${name} ${where}`,
    { name, host, port, ...times },
    { where, open, ...times, log: context.log },
  );
  return createBusMeter(bus, context);
}

const driver = {
  name: 'modbus-rtu-tcp',
  protocols: ['modbus', 'sunspec'],
  options,
  create,
} satisfies MeterDriver<typeof options, 'modbus' | 'sunspec'>;
export default driver;
