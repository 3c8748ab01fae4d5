import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isDossier, verifyDossier } from '@access-layer/core/dossier/verify-dossier';
import { messageOf } from '@access-layer/core/errors';
import type { NetworkFile } from '@access-layer/core/network';
import { type ChainReader, verifyProofFile } from '@access-layer/core/verify';
import type { Command, Surroundings } from '../command.ts';
import { progressOn } from '../progress.ts';
import { painter } from '../terminal.ts';
import { chainNode, readerOf, readPinned } from '../trusted-chain.ts';
import { type FileVerdict, verdictLines } from '../verdict-lines.ts';

const usage = `access-layer verify FILE... [options]

Checks proof files (*.proof.json), and archives of activations and months (*.dossier.zip) whole, against your own network
file and, where one is given, a chain node that you trust.

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

export default {
  name: 'verify',
  summary: 'checks proof files and archives: was this signed, anchored and left unchanged?',
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
    for (const file of positionals) verdicts.push(await verifyFile(file, pinned.network, around, chain));
    const asked = node ? `chain node ${node.rpcUrl} (${node.source})` : 'no chain node asked';
    report({ asked, verdicts, networkFile: pinned.file, json: values.json }, around);
    const worst = WORST_FIRST.find((outcome) => verdicts.some((verdict) => verdict.outcome === outcome))!;
    return EXIT[worst];
  },
} satisfies Command;

async function verifyFile(
  file: string,
  network: NetworkFile,
  around: Surroundings,
  chain?: ChainReader,
): Promise<FileVerdict> {
  try {
    const bytes = readFileSync(resolve(around.cwd, file));
    if (!isDossier(bytes)) return { file, ...(await verifyProofFile(bytes.toString(), network, chain)) };
    const onProof = progressOn(around, file);
    return { file, ...(await verifyDossier(bytes, { network, chain, nowMs: Date.now(), onProof })) };
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
