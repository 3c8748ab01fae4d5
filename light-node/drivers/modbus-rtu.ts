import Type from 'typebox';
import type { MeterContext, MeterDriver } from '../meter.ts';
import { type BusMeter, createBusMeter } from '../modbus/bus-meter.ts';
import { rtuFraming } from '../modbus/framing.ts';
import { commonOptions, timesOf } from '../modbus/line-options.ts';
import { openSerial } from '../modbus/lines.ts';
import { shareBus } from '../modbus/shared-bus.ts';

const options = Type.Object(
  {
    name: Type.Literal('modbus-rtu'),
    path: Type.String({ minLength: 1, description: 'serial port, for example /dev/ttyUSB0' }),
    baudRate: Type.Optional(Type.Integer({ minimum: 1200, maximum: 115_200 })),
    parity: Type.Optional(Type.Enum(['none', 'even', 'odd'])),
    stopBits: Type.Optional(Type.Enum([1, 2])),
    ...commonOptions,
  },
  { additionalProperties: false },
);
type Options = Type.Static<typeof options>;

/** Modbus RTU on a serial line (Modbus over Serial Line V1.02); all its meters share the port. */
function create(context: MeterContext<Options, 'modbus' | 'sunspec'>): BusMeter {
  const { path, baudRate = 9600, parity = 'none', stopBits = 1 } = context.options;
  const times = timesOf(context.options);
  const settings = { baudRate, parity, stopBits, ...times };
  const open = () => openSerial({ path, baudRate, parity, stopBits }, rtuFraming());
  const bus = shareBus(`serial ${path}`, settings, { where: path, open, ...times, log: context.log });
  return createBusMeter(bus, context);
}

const driver = {
  name: 'modbus-rtu',
  protocols: ['modbus', 'sunspec'],
  options,
  create,
} satisfies MeterDriver<typeof options, 'modbus' | 'sunspec'>;
export default driver;
