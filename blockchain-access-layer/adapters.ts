import type { Stream, StreamAdapter } from '@access-layer/kit/stream';
import type { NodeBook, NodeBookAdapter } from './node-book.ts';

/** Opens the stream that the configuration names. Its schema has checked the name. */
export async function openStream({ name, ...options }: { name: string; dir: string }): Promise<Stream> {
  const adapter: StreamAdapter<object> = (await import(`@access-layer/kit/streams/${name}`)).default;
  return adapter.create(options);
}

/** Opens the node book that the configuration names, with its data in a folder. */
export async function openNodeBook({ name }: { name: string }, dataDir: string): Promise<NodeBook> {
  const adapter: NodeBookAdapter<{ dataDir: string }> = (await import(`./node-books/${name}.ts`)).default;
  return adapter.create({ dataDir });
}
