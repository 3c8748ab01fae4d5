import { texts } from './texts.ts';

export const chartTexts = texts(
  {
    nothing: 'no value',
    summary: (name: string, least: string, most: string) => `${name}: from ${least} to ${most}.`,
  },
  {
    nothing: 'nessun valore',
    summary: (name: string, least: string, most: string) => `${name}: da ${least} a ${most}.`,
  },
);
