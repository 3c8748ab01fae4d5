import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { SERVED } from './update-folder.ts';

/**
 * Serves a folder of updates over HTTPS: the manifest and bundles by their hash, and nothing else. It needs no protection but
 * that of its certificate: what it serves is signed, and is no secret. Any other web server does as well.
 */
export async function startUpdateServer({
  dir,
  certFile,
  keyFile,
  host = '127.0.0.1',
  port,
}: {
  dir: string;
  certFile: string;
  keyFile: string;
  host?: string | undefined;
  port: number;
}): Promise<Server> {
  const tls = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  const server = createServer(tls, (request, answer) => {
    const name = (request.url ?? '').slice(1);
    const bytes = request.method === 'GET' && SERVED.test(name) ? sizeOf(join(dir, name)) : undefined;
    if (bytes === undefined) {
      answer.writeHead(404).end();
      return;
    }
    answer.writeHead(200, { 'content-length': bytes, 'content-type': 'application/octet-stream' });
    createReadStream(join(dir, name))
      .on('error', () => answer.destroy())
      .pipe(answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}

function sizeOf(file: string): number | undefined {
  try {
    return statSync(file).size;
  } catch {
    return undefined;
  }
}
