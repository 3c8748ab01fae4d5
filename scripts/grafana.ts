import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { grafanaFiles } from './grafana/files.ts';
import type { Groups } from './grafana/groups.ts';
import { readGroups } from './grafana/read-groups.ts';

const HELP = `npm run grafana [-- --url URL --token TOKEN] [--dir FOLDER]

Makes the dashboards, rules and data sources in deploy/grafana again. With --url and an access token of the DSO's
operator it first asks the registry which PoD is in which group, and keeps that in groups.json of the folder. --dir is
another folder than deploy/grafana.
`;

const DIR = join(import.meta.dirname, '..', 'deploy', 'grafana');
const { values } = parseArgs({
  options: {
    ...{ url: { type: 'string' }, token: { type: 'string' } },
    dir: { type: 'string', default: DIR },
    help: { type: 'boolean' },
  },
});
if (values.help) process.stdout.write(HELP);
else await make();

async function make(): Promise<void> {
  const { url, token, dir } = values;
  const kept = join(dir, 'groups.json');
  if ((url === undefined) !== (token === undefined)) throw new Error('--url and --token go together');
  if (url && token) {
    const groups = await readGroups(url, token);
    mkdirSync(dir, { recursive: true });
    writeFileSync(kept, `${JSON.stringify(groups, null, 2)}\n`);
  }
  const files = grafanaFiles(JSON.parse(readFileSync(kept, 'utf8')) as Groups);
  for (const [path, text] of Object.entries(files)) {
    const file = join(dir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    process.stdout.write(`${file}\n`);
  }
}
