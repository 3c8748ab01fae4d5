import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Hex } from '@access-layer/core/bytes';
import { messageOf } from '@access-layer/core/errors';
import { type NetworkFile, parseNetworkFile } from '@access-layer/core/network';
import { type ChainReader, verifyProofFile } from '@access-layer/core/verify';
import type { Command, Surroundings } from '../command.ts';
import { dataFolder, type RunFile, readJson } from '../data-folder.ts';
import { painter } from '../terminal.ts';
import { type FileVerdict, verdictLines } from '../verdict-lines.ts';

const usage = `access-layer verify FILE... [options]

Checks proof files (*.proof.json) against your own network file and, where one is given, a chain node that you trust.

  --network FILE   the network file that you pinned (default: network.json in the data folder;
                   also ACCESS_LAYER_NETWORK)
  --rpc URL        a chain node that you trust (default: the one of the running system, if one runs on the data folder)
  --offline        ask no chain node
  --data DIR       the data folder (default: data; also ACCESS_LAYER_DATA)
  --json           answer for programs

Exit code: 0 verified, 1 a check fails, 2 cannot be read, 3 nothing fails but not all could be checked.
With several files the worst of them counts: 1 before 2 before 3 before 0.`;

const EXIT = { verified: 0, failed: 1, unreadable: 2, incomplete: 3 } as const;
const WORST_FIRST = ['failed', 'unreadable', 'incomplete', 'verified'] as const;

/** The pinned network file, or what is wrong with it. */
type Pinned = { ok: true; file: string; network: NetworkFile } | { ok: false; detail: string };

export default {
  name: 'verify',
  summary: 'checks proof files: was this reading signed, anchored and left unchanged?',
  usage,
  async run(args, around) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        network: { type: 'string' },
        rpc: { type: 'string' },
        offline: { type: 'boolean', default: false },
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (positionals.length === 0) {
      around.stderr.write(`Which proof file?\n\n${usage}\n`);
      return 64;
    }
    const pinned = readPinned(values, around);
    if (!pinned.ok) {
      around.stderr.write(`${pinned.detail}\n`);
      return EXIT.unreadable;
    }
    const node = values.offline ? undefined : chainNode(values, around);
    const chain = node && (await readerOf(node.rpcUrl, pinned.network));
    const verdicts: FileVerdict[] = [];
    for (const file of positionals) verdicts.push(await verifyFile(file, pinned.network, around.cwd, chain));
    const asked = node ? `chain node ${node.rpcUrl} (${node.source})` : 'no chain node asked';
    report({ asked, verdicts, networkFile: pinned.file, json: values.json }, around);
    const worst = WORST_FIRST.find((outcome) => verdicts.some((verdict) => verdict.outcome === outcome))!;
    return EXIT[worst];
  },
} satisfies Command;

function readPinned(options: { network?: string; data?: string }, around: Surroundings): Pinned {
  const file = resolve(
    around.cwd,
    options.network ?? around.env.ACCESS_LAYER_NETWORK ?? dataFolder(options.data, around).network,
  );
  try {
    const parsed = parseNetworkFile(readFileSync(file, 'utf8'));
    if (parsed.ok) return { ok: true, file, network: parsed.network };
    return { ok: false, detail: `${file} is not a network file: ${parsed.detail}` };
  } catch (error) {
    const remedy = 'Name the network file that you obtained from the network’s operator with --network FILE.';
    return { ok: false, detail: `No network file can be read: ${messageOf(error)}\n${remedy}` };
  }
}

function chainNode(options: { rpc?: string; data?: string }, around: Surroundings) {
  if (options.rpc) return { rpcUrl: options.rpc, source: 'given' };
  const run = readJson<RunFile>(dataFolder(options.data, around).run);
  return run && { rpcUrl: run.chainRpc, source: 'of the running system' };
}

async function readerOf(rpcUrl: string, network: NetworkFile): Promise<ChainReader> {
  const { createChainReader } = await import('@access-layer/contracts/chain-reader');
  const { registry, anchorContract } = network;
  return createChainReader({ rpcUrl, registry: registry as Hex, anchorContract: anchorContract as Hex });
}

async function verifyFile(
  file: string,
  network: NetworkFile,
  cwd: string,
  chain?: ChainReader,
): Promise<FileVerdict> {
  try {
    const text = readFileSync(resolve(cwd, file), 'utf8');
    return { file, ...(await verifyProofFile(text, network, chain)) };
  } catch (error) {
    return { file, outcome: 'unreadable', detail: messageOf(error) };
  }
}

function report(
  answer: { asked: string; verdicts: FileVerdict[]; networkFile: string; json: boolean },
  { stdout, env, cwd }: Surroundings,
): void {
  const { asked, verdicts, networkFile, json } = answer;
  if (json) {
    stdout.write(`${JSON.stringify({ networkFile, chain: asked, files: verdicts }, null, 2)}\n`);
    return;
  }
  const paint = painter(stdout, env);
  const pinnedPath = relative(cwd, networkFile) || networkFile;
  stdout.write(`${paint('dim', `against ${pinnedPath}, ${asked}`)}\n`);
  for (const verdict of verdicts) stdout.write(`\n${verdictLines(verdict, paint).join('\n')}\n`);
}
