import { runWallet, WALLET_USAGE } from '@access-layer/light-node/wallet';
import type { Command } from '../command.ts';

export default {
  name: 'wallet',
  summary: 'keeps the signing keys of Light Nodes in encrypted keystores',
  usage: WALLET_USAGE,
  run: (args, around) => runWallet(args, around),
} satisfies Command;
