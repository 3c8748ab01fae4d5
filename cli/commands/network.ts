import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '@access-layer/core/errors';
import { type NetworkFile, parseNetworkFile } from '@access-layer/core/network';
import type { Command, Surroundings } from '../command.ts';
import { dataFolder } from '../data-folder.ts';

const usage = `access-layer network show [options]
access-layer network advance --rpc URL [options]

The network file is what a verifier trusts: the contracts, and the validators whose seals make a block final.

  show       says what the file pins
  advance    moves the pinned validators forward to the newest block. A new set is taken only if a majority of the one
             before it voted for it, in blocks that two thirds of it sealed; so the node asked need not be trusted

  --network FILE   default: network.json in the data folder; also ACCESS_LAYER_NETWORK
  --rpc URL        a node of the chain
  --from BLOCK     first block to look at (default: the first of the newest set that the file pins)
  --data DIR       the data folder (default: data; also ACCESS_LAYER_DATA)

Exit code: 0 done, 1 the chain's validators cannot be followed, 2 something cannot be read, 64 a command line that makes
no sense.`;

const OPTIONS = {
  network: { type: 'string' },
  rpc: { type: 'string' },
  from: { type: 'string' },
  data: { type: 'string' },
} as const;

export default {
  name: 'network',
  summary: 'shows the pinned network file, and moves its validators forward',
  usage,
  async run(args, around) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
    const [action, ...more] = positionals;
    const from = values.from === undefined ? undefined : Number(values.from);
    const isFrom = from === undefined || (Number.isSafeInteger(from) && from >= 0);
    if ((action !== 'show' && action !== 'advance') || more.length > 0 || !isFrom) {
      around.stderr.write(
        `${isFrom ? '' : `--from ${values.from}: not the number of a block\n\n`}${usage}\n`,
      );
      return 64;
    }
    const file = resolve(
      around.cwd,
      values.network ?? around.env.ACCESS_LAYER_NETWORK ?? dataFolder(values.data, around).network,
    );
    const network = read(file, around);
    if (!network) return 2;
    if (action === 'show') return show(file, network, around);
    if (!values.rpc) {
      around.stderr.write(`Which node of the chain? --rpc URL\n\n${usage}\n`);
      return 64;
    }
    return advance({ file, network, rpcUrl: values.rpc, from }, around);
  },
} satisfies Command;

function read(file: string, { stderr }: Surroundings): NetworkFile | undefined {
  try {
    const parsed = parseNetworkFile(readFileSync(file, 'utf8'));
    if (parsed.ok) return parsed.network;
    stderr.write(`${file} is not a network file: ${parsed.detail}\n`);
  } catch (error) {
    stderr.write(`No network file can be read: ${messageOf(error)}\nName it with --network FILE.\n`);
  }
  return undefined;
}

function show(file: string, network: NetworkFile, { stdout }: Surroundings): number {
  const { consensus, chainId, genesisHash, registry, anchorContract, validators } = network;
  stdout.write(`${file}
network          ${network.network}
chain            ${chainId}, genesis ${genesisHash}
key registry     ${registry}
batch anchor     ${anchorContract}
consensus        ${consensus}${consensus === 'development' ? ' (nobody seals its blocks)' : ''}
`);
  for (const { fromBlock, addresses } of validators) {
    stdout.write(`from block ${fromBlock}, ${addresses.length} validators\n`);
    for (const address of addresses) stdout.write(`  ${address}\n`);
  }
  return 0;
}

interface Advance {
  file: string;
  network: NetworkFile;
  rpcUrl: string;
  from: number | undefined;
}

async function advance({ file, network, rpcUrl, from }: Advance, around: Surroundings): Promise<number> {
  const { stdout, stderr } = around;
  if (network.consensus !== 'qbft') {
    stderr.write(`${file} pins a ${network.consensus} network: it has no validators to follow.\n`);
    return 2;
  }
  await import('@access-layer/kit/native');
  const { followChain } = await import('@access-layer/contracts/follow-chain');
  const before = network.validators.length;
  try {
    const { ranges, head } = await followChain({
      ...{ rpcUrl, network, from: from ?? network.validators.at(-1)?.fromBlock ?? 0 },
      onProgress: (block, newest) => stdout.isTTY && stdout.write(`\rblock ${block} of ${newest}`),
    });
    if (stdout.isTTY) stdout.write('\r\x1b[K');
    writeFileSync(`${file}.new`, `${JSON.stringify({ ...network, validators: ranges }, null, 2)}\n`);
    renameSync(`${file}.new`, file);
    const added = ranges.length - before;
    stdout.write(
      `${added === 0 ? 'The validators are the same' : `${added} new set${added === 1 ? '' : 's'} of validators`} up to block ${head}.\n`,
    );
    return 0;
  } catch (error) {
    stderr.write(`\n${messageOf(error)}\n${file} was left as it is.\n`);
    return 1;
  }
}
