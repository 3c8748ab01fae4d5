import { parseArgs } from 'node:util';
import { clientCredential, fetchToken } from '../access-token.ts';
import type { Command } from '../command.ts';
import { dataFolder, type RunFile, readJson } from '../data-folder.ts';

const usage = `access-layer token [options]

Prints an access token of the running system, for ten minutes:

  curl -H "Authorization: Bearer $(npx access-layer token)" http://127.0.0.1:4100/v1/pods

  --client NAME    whose (default operator); demo-credentials.txt in the data folder lists them
  --data DIR       the data folder (default: data; also ACCESS_LAYER_DATA)

Exit code: 0 printed, 1 there is none.`;

export default {
  name: 'token',
  summary: 'prints an access token of the running system, for examples and tests',
  usage,
  async run(args, around) {
    const { values } = parseArgs({
      args,
      options: { client: { type: 'string', default: 'operator' }, data: { type: 'string' } },
    });
    const folder = dataFolder(values.data, around);
    const run = readJson<RunFile>(folder.run);
    if (!run) {
      around.stderr.write(
        `Nothing runs on ${folder.dir}: \`npm start\` first, or name its folder with --data.\n`,
      );
      return 1;
    }
    const { token } = await fetchToken(run.url, clientCredential(folder.credentials, values.client));
    around.stdout.write(`${token}\n`);
    return 0;
  },
} satisfies Command;
