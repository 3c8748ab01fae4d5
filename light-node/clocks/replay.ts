import Type from 'typebox';
import { type ClockAdapter, waitReal } from '../clock.ts';

const options = Type.Object(
  {
    name: Type.Literal('replay'),
    realStart: Type.Integer({
      minimum: 0,
      description: 'real time at which the replay began, ms since 1970',
    }),
    simulatedStart: Type.Integer({ minimum: 0, description: 'simulated time then, ms since 1970' }),
    speed: Type.Number({ minimum: 1, maximum: 100_000, description: 'simulated ms that pass in a real one' }),
    assumeSynchronised: Type.Optional(
      Type.Boolean({ description: 'false marks every reading clock-unsynced' }),
    ),
  },
  { additionalProperties: false },
);

/**
 * Time of a replay: from a start in the past it passes `speed` times faster until it has caught up with the present,
 * and goes on at one. Each process that is given the same start shows the same time.
 */
const adapter: ClockAdapter<typeof options> = {
  name: 'replay',
  options,
  async create({ realStart, simulatedStart, speed, assumeSynchronised = true }) {
    const shownAt = (realMs: number) =>
      Math.floor(Math.min(realMs, simulatedStart + (realMs - realStart) * speed));
    const openedMs = Date.now() - performance.now();
    return {
      nowMs: () => shownAt(Date.now()),
      setByMs: () => Date.now() - performance.now() - openedMs,
      synchronised: () => assumeSynchronised,
      waitUntil(instantMs, signal) {
        const realMs = Math.max(instantMs, realStart + (instantMs - simulatedStart) / speed);
        return waitReal(() => realMs - Date.now(), signal);
      },
      close() {},
    };
  },
};
export default adapter;
