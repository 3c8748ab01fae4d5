import type { Command } from '../command.ts';

export default {
  name: 'wallet',
  summary: 'keys of Light Nodes in encrypted keystores',
  usage: '',
  run: async () => 70,
} satisfies Command;
