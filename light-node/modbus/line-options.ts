import Type from 'typebox';

const Pause = Type.Integer({ minimum: 1, maximum: 3_600_000 });

/** Options that every Modbus driver has. */
export const commonOptions = {
  unit: Type.Integer({ minimum: 0, maximum: 255 }),
  timeoutMs: Type.Optional(Type.Integer({ minimum: 50, maximum: 60_000, description: 'of each request' })),
  reconnectMinMs: Type.Optional(Pause),
  reconnectMaxMs: Type.Optional(Pause),
};

export const hostOptions = {
  host: Type.String({ minLength: 1 }),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
};

interface CommonOptions {
  timeoutMs?: number;
  reconnectMinMs?: number;
  reconnectMaxMs?: number;
}

/** Times with what stands where the configuration says nothing. */
export function timesOf({ timeoutMs = 2000, reconnectMinMs = 1000, reconnectMaxMs = 30_000 }: CommonOptions) {
  return { timeoutMs, reconnectMinMs, reconnectMaxMs };
}
