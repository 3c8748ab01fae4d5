import type { IncomingMessage } from 'node:http';
import { kafkaError } from './kafka-error.ts';

/** The body of a GET, which Kafka REST has where a list of partitions is asked about. @throws 413 */
export async function readRequestBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw kafkaError(413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
