import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';

/**
 * A smallest service, for tests of the supervisor. Its configuration is JSON: {port, journal, crash?, stubborn?, unwell?}; it
 * writes `started` and `stopped` with its name to the journal.
 */
interface Config {
  name: string;
  port: number;
  journal: string;
  crash?: boolean;
  stubborn?: boolean;
  /** Answers 503 with this as its status. */
  unwell?: string;
}

const { configs } = serviceArguments('a service for tests');
const config = JSON.parse(readFileSync(configs[0]!, 'utf8')) as Config;
const note = (word: string) => appendFileSync(config.journal, `${config.name} ${word}\n`);

await runService(createLog({ name: config.name }), async () => {
  if (config.crash) throw new Error('broken on purpose');
  const { unwell } = config;
  const body = JSON.stringify(unwell ? { status: unwell, reason: 'one node is halted' } : { status: 'ok' });
  const server = createServer((_request, response) => response.writeHead(unwell ? 503 : 200).end(body));
  await new Promise<void>((resolve) => server.listen(config.port, '127.0.0.1', resolve));
  note('started');
  return async () => {
    if (config.stubborn) await new Promise(() => {});
    server.close();
    note('stopped');
  };
});
