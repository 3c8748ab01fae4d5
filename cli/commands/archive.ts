import type { Command, Surroundings } from '../command.ts';

const usage = `access-layer archive status|calendar|verify|repair|run|restore|policy|simulate-year [options]

Where each day of measurements is: in the store for two months, in the archive for ever. Works on the data folder, whether
a system runs on it or not; a running system does the work itself and is watched.

  status                     figures over all days
  calendar [FROM [UNTIL]]    each day: hot, warm, cold, archived, restored or damaged
  verify [DAY]               reads the archive, checks every byte and every packet, and compares it with what is known
  repair [DAY]               writes damaged files anew: what is good in them stays, the rest comes from the store; what is
                             lost is named, and then nothing is changed
  run                        looks at all days now: archives, verifies and deletes what is due
  restore FROM UNTIL         brings days back for a time (FROM ≤ day < UNTIL), verified against the chain
  policy ilm|ism             the lifecycle of the configuration, in the form of Elasticsearch or OpenSearch
  simulate-year              a year of days in a folder of its own: what the lifecycle does with them, and what it takes

  --days N         restore: how many days they stay (default 7); simulate-year: how many pass (default 365)
  --nodes N        simulate-year: Light Nodes (default 2)
  --rpc URL        a chain node to check against (default: the one of the configuration)
  --data DIR       the data folder (default: data; also ACCESS_LAYER_DATA)
  --json           answer for programs

Exit code: 0 done, 1 something is damaged or failed.`;

const SUBCOMMANDS: Record<string, () => Promise<{ default: ArchiveCommand }>> = {
  status: () => import('../archive/status.ts'),
  calendar: () => import('../archive/calendar.ts'),
  verify: () => import('../archive/verify.ts'),
  repair: () => import('../archive/repair.ts'),
  run: () => import('../archive/run.ts'),
  restore: () => import('../archive/restore.ts'),
  policy: () => import('../archive/policy.ts'),
  'simulate-year': () => import('../archive/simulate-year.ts'),
};

export interface ArchiveOptions {
  data?: string;
  rpc?: string;
  days?: number;
  nodes?: number;
  json: boolean;
}

/** What each file of a subcommand exports by default; it answers the exit code. */
export type ArchiveCommand = (
  positionals: string[],
  options: ArchiveOptions,
  around: Surroundings,
) => Promise<number>;

export default {
  name: 'archive',
  summary: 'where each day is: stored, archived, verified, brought back',
  usage,
  async run(args, around) {
    const { parseArgs } = await import('node:util');
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...{
          data: { type: 'string' },
          rpc: { type: 'string' },
          days: { type: 'string' },
          nodes: { type: 'string' },
        },
        json: { type: 'boolean', default: false },
      },
    });
    const [name = '', ...rest] = positionals;
    if (!Object.hasOwn(SUBCOMMANDS, name)) {
      around.stderr.write(
        `${name ? `there is no archive ${name}` : 'What about the archive?'}\n\n${usage}\n`,
      );
      return 64;
    }
    const { data, rpc, json } = values;
    const [days, nodes] = [wholeNumber('--days', values.days), wholeNumber('--nodes', values.nodes)];
    const options = {
      ...{ json, ...(data ? { data } : {}), ...(rpc ? { rpc } : {}) },
      ...{ ...(days ? { days } : {}), ...(nodes ? { nodes } : {}) },
    };
    const { default: perform } = await SUBCOMMANDS[name]!();
    return perform(rest, options, around);
  },
} satisfies Command;

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new TypeError(`${name} is "${text}"; expected a whole number from 1 to 9999`);
}
