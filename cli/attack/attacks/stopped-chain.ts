import { execFileSync } from 'node:child_process';
import type { Attack } from '../attack.ts';
import { inWords } from '../defender.ts';

export default {
  name: 'stopped-chain',
  summary: 'the chain is stopped, so that nothing is anchored',
  has: 'the right to stop processes on the machine of the chain',
  undo: 'it goes on after the attack; everything that was accepted meanwhile is anchored then',
  async run({ run, say, defender }) {
    const chain = run.processes.find(({ name }) => name === 'chain');
    if (!chain) throw new Error('run.json names no process of the chain');
    const pids = withDescendants(chain.pid);
    const sinceMs = Date.now();
    const before = await accepted(run.balUrl);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    say(`stopped ${pids.length} processes of the chain`);
    try {
      const seen = await defender.sees({ type: 'chain-unreachable', state: 'open' }, sinceMs, 120_000);
      const meanwhile = (await accepted(run.balUrl)) - before;
      say(`meanwhile ${meanwhile} packets were accepted: a stopped chain stops no intake`);
      return seen && inWords(seen);
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
      const over = await defender.sees({ type: 'chain-unreachable', state: 'closed' }, sinceMs, 120_000);
      say(over ? 'the chain goes on, and the anomaly is closed' : 'the chain goes on');
    }
  },
} satisfies Attack;

/** A process and what it has started, the deepest last. */
function withDescendants(pid: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const children = lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const below = (parent: number): number[] => [
    parent,
    ...children.filter(([, of]) => of === parent).flatMap(([child]) => below(child)),
  ];
  return below(pid);
}

async function accepted(balUrl: string): Promise<number> {
  const text = await (await fetch(`${balUrl}/metrics`)).text();
  return Number(/^access_layer_accepted_total (\d+)/m.exec(text)?.[1] ?? 0);
}
