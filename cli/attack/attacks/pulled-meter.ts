import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Attack } from '../attack.ts';
import { inWords } from '../defender.ts';

export default {
  name: 'pulled-meter',
  summary: 'the cable of a meter is pulled, so that nothing is counted',
  has: 'a hand at the meter: the simulated one falls silent',
  undo: 'the meter answers again after the attack',
  async run({ run, folder, say, defender }) {
    const node = run.nodes[0]!;
    const line = await lineOf(folder.meters, node.meterAddress);
    const sinceMs = Date.now();
    await setFault(line, 'silent');
    say(`the meter of ${node.id} does not answer any more`);
    try {
      const seen = await defender.sees({ type: 'stale', node: node.id, state: 'open' }, sinceMs);
      return seen && inWords(seen);
    } finally {
      await setFault(line, 'none');
      const over = await defender.sees({ type: 'stale', node: node.id, state: 'closed' }, sinceMs);
      say(over ? 'the meter answers again, and the anomaly is closed' : 'the meter answers again');
    }
  },
} satisfies Attack;

interface Line {
  url: string;
  index: number;
}

/** The line of the meter simulator that serves an address. */
async function lineOf(metersDir: string, address: string): Promise<Line> {
  const config = parse(readFileSync(join(metersDir, 'config-1.yaml'), 'utf8')) as { http: { port: number } };
  const url = `http://127.0.0.1:${config.http.port}`;
  const { lines } = (await (await fetch(`${url}/meters`)).json()) as {
    lines: { index: number; port?: number }[];
  };
  const line = lines.find(({ port }) => port === Number(address.split(':')[1]));
  if (!line) throw new Error(`the meter simulator at ${url} has no line at ${address}`);
  return { url, index: line.index };
}

async function setFault({ url, index }: Line, fault: string): Promise<void> {
  const response = await fetch(`${url}/meters/${index}/fault`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fault }),
  });
  if (!response.ok)
    throw new Error(`${url}/meters/${index}/fault: ${response.status} ${await response.text()}`);
}
