import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { openDataApi } from '../data-api.ts';
import { progressOn } from '../progress.ts';

const usage = `access-layer settle [MONTH] [options]

Shows what the activations of a month (yyyy-MM; the present one where absent) have delivered and what is paid for them, as
the running system works it out: settled, incomplete with what is missing, held by a dispute, not ordered.

  --pod POD        only this Point of Delivery
  --client NAME    who asks (default operator)
  --data DIR       the data folder (default: data; also ACCESS_LAYER_DATA)
  --json           one JSON object a line, for programs

Exit code: 0 shown, 3 shown, and something is incomplete or held.`;

interface Activation {
  pod: string;
  number: number;
  from: string;
  state: string;
  finding: string;
  contradicted: boolean;
  reasons: string[];
  deliveredWh?: number;
  settledWh?: number;
  amountEur?: number;
}

export default {
  name: 'settle',
  summary: 'shows what the activations of a month have delivered and what is paid for them',
  usage,
  async run(args, around) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...{ pod: { type: 'string' }, client: { type: 'string', default: 'operator' } },
        ...{ data: { type: 'string' }, json: { type: 'boolean', default: false } },
      },
    });
    const month = positionals[0] ?? new Date().toISOString().slice(0, 7);
    if (positionals.length > 1 || !/^\d{4}-\d{2}$/.test(month)) {
      around.stderr.write(`"${positionals.join(' ')}" is no month like 2026-02\n\n${usage}\n`);
      return 64;
    }
    const ask = await openDataApi(values, around);
    if (!ask) return 1;
    const states = new Map<string, number>();
    let [paidEur, done] = [0, 0];
    const progress = progressOn(around, month);
    for (let cursor: string | undefined; ; ) {
      const query = new URLSearchParams({
        ...(values.pod ? { pod: values.pod } : {}),
        ...(cursor ? { cursor } : {}),
      });
      const answer = await ask(`/v1/settlements/months/${month}?${query}`);
      const page = (await answer.json()) as { activations: Activation[]; next?: string };
      for (const activation of page.activations) {
        states.set(activation.state, (states.get(activation.state) ?? 0) + 1);
        if (activation.state === 'settled') paidEur += activation.amountEur ?? 0;
        around.stdout.write(`${values.json ? JSON.stringify(activation) : lineOf(activation)}\n`);
      }
      done += page.activations.length;
      cursor = page.next;
      progress(done, cursor ? done + 1 : done);
      if (!cursor) break;
    }
    if (!values.json) {
      const counts = [...states].map(([state, count]) => `${state} ${count}`).join(', ');
      around.stdout.write(`${month}: ${counts || 'no activations'}; paid ${paidEur.toFixed(2)} EUR\n`);
    }
    return states.has('incomplete') || states.has('held') ? 3 : 0;
  },
} satisfies Command;

function lineOf({
  pod,
  number,
  from,
  state,
  finding,
  deliveredWh,
  settledWh,
  amountEur,
  reasons,
}: Activation): string {
  const energy = deliveredWh === undefined ? 'delivered ?' : `delivered ${deliveredWh} Wh`;
  const paid = amountEur === undefined ? '' : `, paid ${settledWh} Wh, ${amountEur.toFixed(2)} EUR`;
  const why = reasons.length > 0 ? `: ${reasons.join('; ')}` : '';
  return `${from}  ${pod}  number ${number}  ${state}, ${finding}, ${energy}${paid}${why}`;
}
