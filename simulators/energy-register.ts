/** Power is taken to be constant for this long. */
export const STEP_MS = 60_000;
const DAY_MS = 86_400_000;
const STEPS_OF_DAY = DAY_MS / STEP_MS;

/**
 * Energy taken and given since a day, Wh, of a power that is constant within each minute: a pure function of the time.
 * Days that have been asked for are kept as one sum each, so that a later instant costs its own day only.
 */
export function createEnergyRegisters(
  powerW: (minuteStartMs: number) => number,
  sinceMs: number,
): (timeMs: number) => { importWh: number; exportWh: number } {
  const firstDay = Math.floor(sinceMs / DAY_MS);
  const imported = [0]; // W·min before each day
  const exported = [0];
  const today = { day: -1, watts: new Float64Array(STEPS_OF_DAY) };

  function wattsOf(day: number): Float64Array {
    if (today.day === day) return today.watts;
    for (let step = 0; step < STEPS_OF_DAY; step++) today.watts[step] = powerW(day * DAY_MS + step * STEP_MS);
    today.day = day;
    return today.watts;
  }

  function add(watts: Float64Array, steps: number): [number, number] {
    let [taken, given] = [0, 0];
    for (let step = 0; step < Math.ceil(steps); step++) {
      const part = Math.min(1, steps - step) * watts[step]!;
      if (part > 0) taken += part;
      else given -= part;
    }
    return [taken, given];
  }

  return (timeMs) => {
    const day = Math.floor(timeMs / DAY_MS);
    if (day < firstDay) return { importWh: 0, exportWh: 0 };
    for (let index = imported.length; index <= day - firstDay; index++) {
      const [taken, given] = add(wattsOf(firstDay + index - 1), STEPS_OF_DAY);
      imported.push(imported[index - 1]! + taken);
      exported.push(exported[index - 1]! + given);
    }
    const [taken, given] = add(wattsOf(day), (timeMs - day * DAY_MS) / STEP_MS);
    return {
      importWh: (imported[day - firstDay]! + taken) / 60,
      exportWh: (exported[day - firstDay]! + given) / 60,
    };
  };
}
