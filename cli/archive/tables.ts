import type { CalendarDay } from '@access-layer/shared-customer-database/lifecycle/calendar';
import { sizeText } from '../backup/progress.ts';

/** The calendar for people: one line a day, as it was when all days were last looked at. */
export function calendarLines(days: CalendarDay[], lastLook?: string): string[] {
  const head = 'day         state     stored                archived              note';
  if (days.length === 0) return ['nothing is stored and nothing is archived'];
  return [head, ...days.map(lineOf), ...(lastLook ? [`last look at all days: ${lastLook}`] : [])];
}

function lineOf({
  day,
  state,
  stored,
  archived,
  waiting,
  damages,
  restoredUntil,
  problem,
}: CalendarDay): string {
  const amount = ({ packets, bytes }: { packets: number; bytes: number }) =>
    packets === 0 ? '-' : `${packets} packets, ${sizeText(bytes)}`;
  const notes = [
    ...(archived.parts > 1 ? [`${archived.parts} parts`] : []),
    ...(archived.erased > 0 ? [`${archived.erased} erased`] : []),
    ...(waiting > 0 ? [`${waiting} wait for their anchor`] : []),
    ...(restoredUntil ? [`until ${restoredUntil}`] : []),
    ...(damages > 0 ? [`${damages} damages`] : []),
    ...(problem ? [problem] : []),
  ];
  return `${day}  ${state.padEnd(9)} ${amount(stored).padEnd(22)}${amount(archived).padEnd(22)}${notes.join('; ')}`.trimEnd();
}
