import { parseArgs } from 'node:util';
import { messageOf } from '@access-layer/core/errors';
import type { Command } from '../command.ts';
import { type DeployWords, deployOther, deployOwn, listContracts } from '../contracts/deploy-contracts.ts';

const usage = `access-layer contracts deploy --network NAME --dso ADDRESS --anchorer ADDRESS [options]
access-layer contracts deploy FILE [ARGUMENT ...] [options]
access-layer contracts list [options]

Without FILE: deploys the key registry and the batch anchor of a network, gives the roles, and hands all over to the DSO's
account; who deployed keeps no role. It prints the network file. What is there already is left as it is.

With FILE: deploys a contract of others, and records it, so that the explorer shows it. FILE is Solidity, or JSON with
"abi" and "bytecode"; arguments are those of its constructor, arrays as JSON; @batch-anchor and @key-registry
stand for the addresses of the network file. The same again finds what is there.

  --as NAME            name in the record (default: that of the contract, as some-contract)
  --contract NAME      which contract of FILE, where it has several
  --dry-run            says address and gas; nothing is sent
  --network NAME       name of the deployment, such as rome-1
  --dso ADDRESS        account of the DSO; its key is not needed here
  --anchorer ADDRESS   may anchor batches; may be given several times
  --consensus qbft     pins the validators of the genesis block (default: development)
  --rpc URL            a node of the chain (default: that of the running system)
  --keystore FILE, --passphrase FILE   key that deploys (default: the demonstration's DSO, for FILE only)
  --record FILE        default: contracts.json in the data folder
  --data DIR           the data folder (default: data; also ACCESS_LAYER_DATA)

Exit code: 0 done, 1 the chain or the contract refuses, 2 something cannot be read, 64 a command line that makes no sense.`;

const text = { type: 'string' } as const;
const OPTIONS = {
  ...{ as: text, contract: text, network: text, dso: text, consensus: text, rpc: text, keystore: text },
  ...{ passphrase: text, record: text, data: text },
  'dry-run': { type: 'boolean' },
  anchorer: { type: 'string', multiple: true },
} as const;

export default {
  name: 'contracts',
  summary: 'deploys the contracts of a network, and others; lists those that were deployed',
  usage,
  async run(args, around) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
    const [action, file, ...given] = positionals;
    const words: DeployWords = { ...values, dryRun: values['dry-run'] ?? false };
    const isOwn = action === 'deploy' && file === undefined && values.network && values.dso;
    if (!isOwn && !(action === 'deploy' && file) && !(action === 'list' && !file)) {
      around.stderr.write(`${usage}\n`);
      return 64;
    }
    try {
      if (action === 'list') return listContracts(words, around);
      return await (file ? deployOther(file, given, words, around) : deployOwn(words, around));
    } catch (error) {
      around.stderr.write(`${messageOf(error)}\n`);
      return (error as { code?: string }).code?.startsWith('CHAIN_') ? 1 : 2;
    }
  },
} satisfies Command;
