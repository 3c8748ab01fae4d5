import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import {
  type LedgerFile,
  type LedgerHead,
  type LedgerVerification,
  parseLedgerFile,
  verifyReadLedger,
} from '@access-layer/core/read-ledger';
import { clientCredential, fetchToken } from '../access-token.ts';
import type { Command, Surroundings } from '../command.ts';
import { dataFolder, type RunFile, readJson } from '../data-folder.ts';
import { painter } from '../terminal.ts';
import { chainNode, readerOf, readPinned } from '../trusted-chain.ts';

const usage = `access-layer ledger verify [FILE|URL] [options]

Checks a read ledger: that every message is there, in order, signed and anchored, so that no entry was taken out or
changed. A FILE is what GET /v1/read-ledger answers; of a URL all pages are read. Without either the running system's.

  --head SEQ:HASH  where the ledger ended when you looked last; this command prints it
  --save FILE      keep what was read from the URL, for others to check
  --client NAME    whose token reads the URL (default auditor); or give one in ACCESS_LAYER_TOKEN
  --network FILE   the network file that you pinned (default: network.json in the data folder)
  --rpc URL        a chain node that you trust (default: the one of the running system)
  --offline        ask no chain node
  --data DIR       the data folder (default: data; also ACCESS_LAYER_DATA)
  --json           answer for programs

Exit code: 0 verified, 1 something is missing or was changed, 2 cannot be read, 3 nothing is wrong but not all could be
checked.`;

const EXIT = { verified: 0, failed: 1, incomplete: 3 } as const;
const UNREADABLE = 2;
const LISTED = 20;
const PAGE = 500;

interface Options {
  data?: string;
  client: string;
  save?: string;
}

export default {
  name: 'ledger',
  summary: 'checks that no entry of the read ledger was taken out or changed',
  usage,
  async run(args, around) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        head: { type: 'string' },
        save: { type: 'string' },
        client: { type: 'string', default: 'auditor' },
        network: { type: 'string' },
        rpc: { type: 'string' },
        offline: { type: 'boolean', default: false },
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [what, source, ...more] = positionals;
    const known = readHead(values.head);
    if (what !== 'verify' || more.length > 0 || known === 'wrong') {
      around.stderr.write(
        `${known === 'wrong' ? '--head is SEQ:HASH' : 'What should be done?'}\n\n${usage}\n`,
      );
      return 64;
    }
    const pinned = readPinned(values, around);
    if (!pinned.ok) return cannotRead(pinned.detail, around);
    try {
      const ledger = await read(source, values, around);
      const node = values.offline ? undefined : chainNode(values, around);
      const chain = node && (await readerOf(node.rpcUrl, pinned.network));
      const found = await verifyReadLedger(ledger, pinned.network, {
        ...(chain ? { chain } : {}),
        ...(known ? { known } : {}),
      });
      if (values.json)
        around.stdout.write(`${JSON.stringify({ sender: ledger.sender, ...found }, null, 2)}\n`);
      else report(ledger.sender, found, around);
      return EXIT[found.outcome];
    } catch (error) {
      return cannotRead(messageOf(error), around);
    }
  },
} satisfies Command;

function cannotRead(detail: string, { stderr }: Surroundings): number {
  stderr.write(`${detail}\n`);
  return UNREADABLE;
}

function readHead(text: string | undefined): LedgerHead | undefined | 'wrong' {
  if (text === undefined) return undefined;
  const [, seq, payloadHash] = /^(\d{1,15}):(0x[0-9a-f]{64})$/.exec(text) ?? [];
  return payloadHash ? { seq: Number(seq), payloadHash } : 'wrong';
}

/** @throws where it cannot be read */
async function read(source: string | undefined, options: Options, around: Surroundings): Promise<LedgerFile> {
  const folder = dataFolder(options.data, around);
  const run = readJson<RunFile>(folder.run);
  const url = source ?? (run && `${run.url}/v1/read-ledger`);
  if (url === undefined)
    throw unreadable(`Nothing runs on ${folder.dir}: name a file or a URL, or \`npm start\` first.`);
  if (!/^https?:\/\//.test(url)) return parse(readFileSync(resolve(around.cwd, url), 'utf8'), url);
  const token =
    around.env.ACCESS_LAYER_TOKEN ??
    (await fetchToken(new URL(url).origin, clientCredential(folder.credentials, options.client))).token;
  const ledger = await readPages(url, token, around);
  if (options.save) writeFileSync(resolve(around.cwd, options.save), `${JSON.stringify(ledger)}\n`);
  return ledger;
}

async function readPages(url: string, token: string, { stderr }: Surroundings): Promise<LedgerFile> {
  const all: LedgerFile['messages'] = [];
  for (let from = 0; ; ) {
    const page = new URL(url);
    page.searchParams.set('from', String(from));
    page.searchParams.set('limit', String(PAGE));
    const answer = await fetch(page, { headers: { authorization: `Bearer ${token}` } });
    const text = await answer.text();
    if (!answer.ok) throw unreadable(`${page} answers ${answer.status}: ${text.slice(0, 300)}`);
    const { messages, next, ...head } = parse(text, String(page));
    all.push(...messages);
    if (next === undefined) return { ...head, messages: all };
    if (stderr.isTTY) stderr.write(`\r${all.length} messages read`);
    from = next;
  }
}

function parse(text: string, source: string): LedgerFile {
  const parsed = parseLedgerFile(text);
  if (parsed.ok) return parsed.ledger;
  throw unreadable(
    `${source} is no read ledger: ${parsed.detail}; expected what GET /v1/read-ledger answers`,
  );
}

function unreadable(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'CLI_LEDGER', message });
}

const WORDS = { verified: 'VERIFIED', failed: 'NOT VERIFIED', incomplete: 'INCOMPLETE' } as const;
const STYLES = { verified: 'green', failed: 'red', incomplete: 'yellow' } as const;

/** What is the same of many messages is said once. */
function together(open: readonly string[]): string[] {
  const same = Map.groupBy(open, (line) => line.replace(/^message \d+, /, ''));
  return [...same].map(([what, lines]) =>
    lines.length > 1 ? `${lines.length} messages, ${what}` : lines[0]!,
  );
}

function report(sender: string, found: LedgerVerification, { stdout, env }: Surroundings): void {
  const paint = painter(stdout, env);
  const { outcome, faults, open, messages, entries, erased, pending, head } = found;
  const lines = [...faults.map((line) => paint('red', line)), ...together(open)];
  for (const line of lines.slice(0, LISTED)) stdout.write(`  ${line}\n`);
  if (lines.length > LISTED) stdout.write(`  and ${lines.length - LISTED} more\n`);
  const word = paint(STYLES[outcome], WORDS[outcome]);
  stdout.write(`${word}: ${entries} entries in ${messages} messages of ${sender}.\n`);
  if (erased > 0) stdout.write(`Of ${erased} of them only hashes are left, as messages of the ledger say.\n`);
  if (pending.messages > 0)
    stdout.write(
      `The newest ${pending.messages} (${pending.entries} entries) are signed and not anchored yet.\n`,
    );
  if (head)
    stdout.write(`It ends with ${head.seq}:${head.payloadHash}; give that to --head the next time.\n`);
}
