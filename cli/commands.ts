import type { Command } from './command.ts';

/** Every command by name; a command's code is loaded when it is asked for, so that `verify` starts no service. */
export const COMMANDS: Record<string, () => Promise<{ default: Command }>> = {
  start: () => import('./commands/start.ts'),
  verify: () => import('./commands/verify.ts'),
  network: () => import('./commands/network.ts'),
  contracts: () => import('./commands/contracts.ts'),
  erase: () => import('./commands/erase.ts'),
  ledger: () => import('./commands/ledger.ts'),
  token: () => import('./commands/token.ts'),
  policies: () => import('./commands/policies.ts'),
  settle: () => import('./commands/settle.ts'),
  dossier: () => import('./commands/dossier.ts'),
  wallet: () => import('./commands/wallet.ts'),
  meter: () => import('./commands/meter.ts'),
  node: () => import('./commands/node.ts'),
  'set-point': () => import('./commands/set-point.ts'),
  attack: () => import('./commands/attack.ts'),
  kafka: () => import('./commands/kafka.ts'),
  archive: () => import('./commands/archive.ts'),
  backup: () => import('./commands/backup.ts'),
  restore: () => import('./commands/restore.ts'),
  doctor: () => import('./commands/doctor.ts'),
  help: () => import('./commands/help.ts'),
};

export async function loadCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(COMMANDS, name) ? (await COMMANDS[name]!()).default : undefined;
}
