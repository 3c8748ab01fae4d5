import type { IncomingMessage } from 'node:http';
import type { FastifyReply } from 'fastify';
import { kafkaError } from './kafka-error.ts';

/**
 * The body of a GET, which Kafka REST has where a list of partitions is asked about. What is too large is not read on,
 * so the connection ends with the answer. @throws 413
 */
export async function readRequestBody(
  request: IncomingMessage,
  reply: FastifyReply,
  maxBytes: number,
): Promise<Uint8Array> {
  const tooLarge = () => {
    reply.header('connection', 'close');
    return kafkaError(413);
  };
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else reject(tooLarge());
  });
  request.on('end', resolve);
  request.on('error', reject);
  await promise;
  return Buffer.concat(chunks);
}
