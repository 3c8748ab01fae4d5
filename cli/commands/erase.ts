import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { AccessLayerError } from '@access-layer/core/errors';
import { clientCredential, fetchToken } from '../access-token.ts';
import type { Command, Surroundings } from '../command.ts';
import { dataFolder, type RunFile, readJson } from '../data-folder.ts';

const usage = `access-layer erase [HOLDING] [options]

Erases all that a customer leaves at a PoD, for the time of his holding (until now, where he holds it still): payloads and
signatures everywhere, and what was entered of who read them. Hashes stay, so every other proof verifies. It cannot be
undone. Without HOLDING it lists the erasures there are.

  --reason WORD    anchored as it is, so it may name nobody (default customer-request)
  --client NAME    who asks (default administrator, whose word confirms it; a customer's waits for confirmation)
  --confirm ID     confirms what a customer has asked for
  --data DIR       the data folder (default: data; also ACCESS_LAYER_DATA)
  --json           answer for programs

Exit code: 0 complete (or only asked for), 1 refused.`;

const LOOK_MS = 1000;

interface Part {
  part: string;
  done: boolean;
  erased?: Record<string, number>;
}
interface Erasure {
  id: string;
  pod: string;
  from: string;
  until: string;
  status: 'requested' | 'under-way' | 'complete';
  parts: Part[];
  message?: number;
}
type Ask = <T>(path: string, body?: object) => Promise<T>;

export default {
  name: 'erase',
  summary: 'erases what a customer leaves at a PoD, everywhere; only hashes stay',
  usage,
  async run(args, around) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        reason: { type: 'string' },
        client: { type: 'string', default: 'administrator' },
        confirm: { type: 'string' },
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [holding, ...more] = positionals;
    if (more.length > 0 || (holding && values.confirm)) {
      around.stderr.write(`One holding, or --confirm.\n\n${usage}\n`);
      return 64;
    }
    const ask = await askAs(values, around);
    if (!ask) return 1;
    if (!holding && !values.confirm) return list(ask, values.json, around);
    const begun = values.confirm
      ? await ask<Erasure>(`/v1/erasures/${encodeURIComponent(values.confirm)}/confirmation`, {})
      : await ask<Erasure>('/v1/erasures', { holding, ...(values.reason ? { reason: values.reason } : {}) });
    const erasure = await seeThrough(ask, begun, around);
    around.stdout.write(values.json ? `${JSON.stringify(erasure, null, 2)}\n` : `${lineOf(erasure)}\n`);
    return 0;
  },
} satisfies Command;

async function askAs(
  { client, data }: { client: string; data?: string },
  around: Surroundings,
): Promise<Ask | undefined> {
  const folder = dataFolder(data, around);
  const run = readJson<RunFile>(folder.run);
  if (!run) {
    around.stderr.write(
      `Nothing runs on ${folder.dir}: \`npm start\` first, or name its folder with --data.\n`,
    );
    return undefined;
  }
  const { token } = await fetchToken(run.url, clientCredential(folder.credentials, client));
  return async <T>(path: string, body?: object): Promise<T> => {
    const answer = await fetch(run.url + path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const said = (await answer.json()) as { message?: string };
    if (answer.ok) return said as T;
    throw new AccessLayerError({
      code: 'CLI_ERASE',
      message: `${path} answers ${answer.status}: ${said.message}`,
    });
  };
}

async function list(ask: Ask, json: boolean, { stdout }: Surroundings): Promise<number> {
  const { items } = await ask<{ items: Erasure[] }>('/v1/erasures?limit=1000');
  stdout.write(
    json ? `${JSON.stringify(items, null, 2)}\n` : items.map((item) => `${lineOf(item)}\n`).join(''),
  );
  return 0;
}

/** Until every part has nothing left; tells each as it comes. */
async function seeThrough(ask: Ask, begun: Erasure, { stderr }: Surroundings): Promise<Erasure> {
  const told = new Set<string>();
  for (let erasure = begun; ; erasure = await ask<Erasure>(`/v1/erasures/${begun.id}`)) {
    for (const { part, done, erased = {} } of erasure.parts) {
      if (!done || told.has(part)) continue;
      told.add(part);
      const counts = Object.entries(erased).map(([what, count]) => `${count} ${what}`);
      stderr.write(`${part}: nothing left (${counts.join(', ')})\n`);
    }
    if (erasure.status !== 'under-way') return erasure;
    await delay(LOOK_MS);
  }
}

function lineOf({ id, pod, from, until, status, message }: Erasure): string {
  const said = message === undefined ? '' : `; message ${message} of the read ledger says so`;
  return `${id}  ${pod}  ${from} to ${until}  ${status}${said}`;
}
