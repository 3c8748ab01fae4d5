import Type from 'typebox';
import type { EmsAdapter } from '../ems.ts';
import { createModbusEms } from '../ems-device/modbus-ems.ts';
import type { ModbusTemplate } from '../ems-device/template.ts';
import { tcpFraming } from '../modbus/framing.ts';
import { commonOptions, hostOptions, timesOf } from '../modbus/line-options.ts';
import { openSocket } from '../modbus/lines.ts';
import { shareBus } from '../modbus/shared-bus.ts';

const options = Type.Object(
  { name: Type.Literal('modbus-tcp'), ...hostOptions, ...commonOptions },
  { additionalProperties: false },
);

/** Modbus TCP: industry, UPM, storage, PV, chargers. A meter behind the same address shares the connection. */
const adapter: EmsAdapter<typeof options> = {
  name: 'modbus-tcp',
  options,
  protocol: 'modbus',
  create({ options, template, site, log }) {
    const { name, host, port, unit } = options;
    const times = timesOf(options);
    const open = () => openSocket({ host, port }, tcpFraming(), times.timeoutMs);
    const settings = { name, host, port, ...times };
    const bus = shareBus(JSON.stringify(settings), settings, {
      where: `${host}:${port}`,
      open,
      ...times,
      log,
    });
    return createModbusEms({ template: template as ModbusTemplate, site, bus, unit });
  },
};
export default adapter;
