/** Units by the end of a value's name (formats 2): `activePowerL1W` is in W. The longest end decides. */
const UNITS: readonly (readonly [end: string, unit: string])[] = [
  ['Varh', 'varh'],
  ['Percent', '%'],
  ['Var', 'var'],
  ['Wh', 'Wh'],
  ['Va', 'VA'],
  ['Hz', 'Hz'],
  ['W', 'W'],
  ['V', 'V'],
  ['A', 'A'],
];

export function unitOf(name: string): string {
  return UNITS.find(([end]) => name.endsWith(end))?.[1] ?? '';
}
