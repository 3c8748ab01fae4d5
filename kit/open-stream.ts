import type { Stream, StreamAdapter } from './stream.ts';
import type { StreamConfig } from './stream-config.ts';

/** Opens the stream that the configuration names; its schema has checked the name. */
export async function openStream({ name, ...options }: StreamConfig): Promise<Stream> {
  const adapter: StreamAdapter<object> = (await import(`./streams/${name}.ts`)).default;
  return adapter.create(options);
}
