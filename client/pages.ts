import { type Answer, dataOf } from './errors.ts';

/** An answer that is one page of a list: `next` is the cursor of the next one. */
export interface Page {
  next?: string;
}

/**
 * The pages of a list, one after another: `ask` is called with the cursor of each, undefined for the first.
 * @throws AccessLayerError where one is refused
 */
export async function* pages<P extends Page>(
  ask: (cursor: string | undefined) => Promise<Answer<P>>,
): AsyncGenerator<P, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await dataOf(ask(cursor));
    yield page;
    cursor = page.next;
  } while (cursor !== undefined);
}

/** The items of a list over all its pages; `field` is where a page has them. */
export async function* items<Field extends string, Item>(
  field: Field,
  ask: (cursor: string | undefined) => Promise<Answer<Page & { [name in Field]: Item[] }>>,
): AsyncGenerator<Item, void, undefined> {
  for await (const page of pages(ask)) yield* page[field];
}
