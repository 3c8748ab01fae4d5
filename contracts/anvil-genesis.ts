import { readFileSync, writeFileSync } from 'node:fs';

interface AnvilState {
  blocks?: { header: { number: string; timestamp: string } }[];
}

/**
 * Leaves one genesis block in an unpacked state. Anvil makes a genesis of its own at every start, before it loads the
 * state, and dumps that one too; with several it takes any of them at the next start, and the chain would be another
 * one. The first start's is the true one, and the oldest.
 */
export function keepFirstGenesis(file: string): void {
  const state = JSON.parse(readFileSync(file, 'utf8')) as AnvilState;
  const blocks = state.blocks ?? [];
  const all = blocks.filter(isGenesis);
  if (all.length < 2) return;
  const first = all.reduce((oldest, block) => (timeOf(block) < timeOf(oldest) ? block : oldest));
  state.blocks = blocks.filter((block) => block === first || !isGenesis(block));
  writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
}

type Block = NonNullable<AnvilState['blocks']>[number];

function isGenesis({ header }: Block): boolean {
  return Number(header.number) === 0;
}

function timeOf({ header }: Block): number {
  return Number(header.timestamp);
}
