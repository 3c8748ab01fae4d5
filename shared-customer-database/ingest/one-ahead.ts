import { setImmediate as nextTurn } from 'node:timers/promises';

export interface Begun<Item, Start> {
  item: Item;
  begun: Start;
}

/**
 * Gives the items of a source in their order, each with what `begin` made of it; the next one is taken and begun while
 * the consumer still works on the last. Where a beginning fails, all items before have been given. The source ends with
 * its signal, which whoever leaves early must abort.
 */
export async function* oneAhead<Item, Start>(
  source: AsyncIterable<Item>,
  begin: (item: Item) => Promise<Start>,
): AsyncGenerator<Begun<Item, Start>> {
  const iterator = source[Symbol.asyncIterator]();
  const take = async (): Promise<Begun<Item, Start> | undefined> => {
    const { done, value } = await iterator.next();
    return done ? undefined : { item: value, begun: await begin(value) };
  };
  let upcoming = take();
  for (let current = await upcoming; current; current = await upcoming) {
    upcoming = take();
    upcoming.catch(() => undefined); // told when it is this one's turn, if anybody still asks
    await nextTurn(); // what is there already begins before the consumer, who may block this thread
    yield current;
  }
}
