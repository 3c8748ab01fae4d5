import modbus from 'modbus-serial';
import Type from 'typebox';
import type { EmsAdapter } from '../ems.ts';
import { createModbusEms } from '../ems-device/modbus-ems.ts';
import type { ModbusTemplate } from '../ems-device/template.ts';

const options = Type.Object(
  {
    name: Type.Literal('modbus-tcp'),
    host: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    unit: Type.Integer({ minimum: 0, maximum: 255 }),
    timeoutMs: Type.Optional(Type.Integer({ minimum: 50, maximum: 60_000, description: 'of each request' })),
  },
  { additionalProperties: false },
);

/** Modbus TCP: industry, UPM, storage, PV, chargers. */
const adapter: EmsAdapter<typeof options> = {
  name: 'modbus-tcp',
  options,
  protocol: 'modbus',
  create({ options: { host, port, unit, timeoutMs = 2000 }, template, site }) {
    return createModbusEms({
      ...{ template: template as ModbusTemplate, site, where: `${host}:${port} unit ${unit}` },
      async connect() {
        const client = new modbus.default();
        client.on('error', () => undefined); // every request that it breaks rejects
        client.setTimeout(timeoutMs);
        await client.connectTCP(host, { port, timeout: timeoutMs });
        client.setID(unit);
        return client;
      },
    });
  },
};
export default adapter;
