import modbus from 'modbus-serial';
import Type from 'typebox';
import type { EmsAdapter } from '../ems.ts';
import { createModbusEms } from '../ems-device/modbus-ems.ts';
import type { ModbusTemplate } from '../ems-device/template.ts';

const options = Type.Object(
  {
    name: Type.Literal('modbus-rtu'),
    path: Type.String({ minLength: 1, description: 'serial port, for example /dev/ttyUSB1' }),
    unit: Type.Integer({ minimum: 1, maximum: 247 }),
    baudRate: Type.Optional(Type.Integer({ minimum: 300, maximum: 921_600 })),
    parity: Type.Optional(Type.Union([Type.Literal('none'), Type.Literal('even'), Type.Literal('odd')])),
    timeoutMs: Type.Optional(Type.Integer({ minimum: 50, maximum: 60_000, description: 'of each request' })),
  },
  { additionalProperties: false },
);

/** Modbus RTU on a serial port of its own (a bus has one master: not the port of a meter): storage, PV. */
const adapter: EmsAdapter<typeof options> = {
  name: 'modbus-rtu',
  options,
  protocol: 'modbus',
  create({ options: { path, unit, baudRate = 9600, parity = 'none', timeoutMs = 2000 }, template, site }) {
    return createModbusEms({
      ...{ template: template as ModbusTemplate, site, where: `${path} unit ${unit}` },
      async connect() {
        const client = new modbus.default();
        client.on('error', () => undefined);
        client.setTimeout(timeoutMs);
        await client.connectRTUBuffered(path, { baudRate, parity });
        client.setID(unit);
        return client;
      },
    });
  },
};
export default adapter;
