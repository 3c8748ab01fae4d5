import Type from 'typebox';
import type { EmsAdapter } from '../ems.ts';
import { createModbusEms } from '../ems-device/modbus-ems.ts';
import type { ModbusTemplate } from '../ems-device/template.ts';
import { rtuFraming } from '../modbus/framing.ts';
import { commonOptions, timesOf } from '../modbus/line-options.ts';
import { openSerial } from '../modbus/lines.ts';
import { shareBus } from '../modbus/shared-bus.ts';

const options = Type.Object(
  {
    name: Type.Literal('modbus-rtu'),
    path: Type.String({ minLength: 1, description: 'serial port, for example /dev/ttyUSB1' }),
    baudRate: Type.Optional(Type.Integer({ minimum: 1200, maximum: 115_200 })),
    parity: Type.Optional(Type.Enum(['none', 'even', 'odd'])),
    stopBits: Type.Optional(Type.Enum([1, 2])),
    ...commonOptions,
  },
  { additionalProperties: false },
);

/** Modbus RTU on a serial line, which it may share with meters: storage, PV. */
const adapter: EmsAdapter<typeof options> = {
  name: 'modbus-rtu',
  options,
  protocol: 'modbus',
  create({ options, template, site, log }) {
    const { path, unit, baudRate = 9600, parity = 'none', stopBits = 1 } = options;
    const times = timesOf(options);
    const settings = { baudRate, parity, stopBits, ...times };
    const open = () => openSerial({ path, baudRate, parity, stopBits }, rtuFraming());
    const bus = shareBus(`serial ${path}`, settings, { where: path, open, ...times, log });
    return createModbusEms({ template: template as ModbusTemplate, site, bus, unit });
  },
};
export default adapter;
