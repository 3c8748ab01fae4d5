import { messageOf } from '@access-layer/core/errors';
import type { createHttp } from '@access-layer/kit/http';
import { parseFault } from './fault.ts';
import type { ModbusServer } from './modbus-server.ts';

/** A line of simulated meters, or one that is not on Modbus, and what is wrong with it. */
export interface FaultyLine {
  server: Pick<ModbusServer, 'port' | 'setFault'>;
  /** Serial port; without it the line is the TCP port of the server. */
  path?: string | undefined;
  meters: { profile: string; unit?: number }[];
  fault: string;
}

/**
 * Faults on demand: `GET /meters` lists the lines, `PUT /meters/<index>/fault` with `{"fault": "slow:500"}` brings one
 * about on a line, `"none"` ends it. Lines of Modbus come first.
 */
export function addFaultRoutes(
  http: ReturnType<typeof createHttp>,
  lines: () => readonly FaultyLine[],
): void {
  http.get('/meters', async () => ({
    lines: lines().map(({ server, path, meters, fault }, index) => ({
      ...{ index, path, port: path ? undefined : server.port, meters, fault },
    })),
  }));
  http.put<{ Params: { index: string }; Body: unknown }>('/meters/:index/fault', async (request, reply) => {
    const line = lines()[Number(request.params.index)];
    if (!line)
      return reply.code(404).send({ code: 'NOT_FOUND', message: `there are ${lines().length} lines` });
    const { fault } = (request.body ?? {}) as { fault?: unknown };
    try {
      line.server.setFault(parseFault(String(fault)));
    } catch (error) {
      return reply.code(400).send({ code: 'FAULT_UNKNOWN', message: messageOf(error) });
    }
    line.fault = String(fault);
    return { fault };
  });
}
