import { pages } from '@access-layer/client/pages';
import { useAnswer } from './use-data.ts';

const EVERY_MS = 30_000;
const PAGE = 100;

/** The activations of a month that the person may see, with what they have delivered and what is paid. */
export function useMonth(month: string) {
  return useAnswer(
    ['settlement', month],
    async (client) => {
      const found = [];
      const asked = pages((cursor) =>
        client.data.GET('/v1/settlements/months/{month}', {
          params: { path: { month }, query: { cursor, limit: PAGE } },
        }),
      );
      for await (const { activations } of asked) found.push(...activations);
      return found;
    },
    { everyMs: EVERY_MS },
  );
}
/** The month that an address names, `yyyy-mm`; else the one that is now. */
export function monthIn(text: string | undefined): string {
  if (text !== undefined && /^\d{4}-\d{2}$/.test(text)) return text;
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`;
}

export type Settled = NonNullable<ReturnType<typeof useMonth>['data']>[number];
