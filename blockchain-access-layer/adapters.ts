import type { NodeBook, NodeBookAdapter } from './node-book.ts';

/** Opens the node book that the configuration names, with its data in a folder. */
export async function openNodeBook({ name }: { name: string }, dataDir: string): Promise<NodeBook> {
  const adapter: NodeBookAdapter<{ dataDir: string }> = (await import(`./node-books/${name}.ts`)).default;
  return adapter.create({ dataDir });
}
