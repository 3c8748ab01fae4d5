import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hex } from '@access-layer/core/bytes';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import { encryptKeystore } from '@access-layer/kit/keystore';
import type { RunningEngine, Say, StartOptions } from './engine.ts';
import { goProgram } from './install/go-program.ts';
import { installOnce } from './install/installed.ts';
import { run } from './install/run.ts';
import { startMember } from './member.ts';
import { installDir, versions } from './paths.ts';
import { portsIn } from './ports.ts';
import { quorumModule } from './quorum.ts';
import { rpc } from './rpc.ts';

export interface ClefOptions extends StartOptions {
  /** Default 1337, the chain of `quorum`. */
  chainId?: number;
  /** How many keys it is given; default 1. */
  accounts?: number;
  /** JavaScript that says what is signed without asking anybody; default: nothing is. */
  rulesFor?: (addresses: Hex[]) => string;
  /** Functions whose call data it may see, by selector: what it cannot read it does not sign. */
  functions?: Record<string, string>;
}

export interface RunningClef extends RunningEngine {
  url: string;
  addresses: { rpc: string };
  accounts: Hex[];
}

const NAME = 'clef';
const PROGRAM = installDir(NAME, versions.quorum);
const NOTHING = 'function ApproveTx() { return "Reject" }';

export default { name: NAME, install, start };

/** Out of the module of GoQuorum, which has most of it built already. */
async function install(say: Say): Promise<void> {
  await installOnce(PROGRAM, async (dir) => {
    say('building clef; takes a minute the first time, more where GoQuorum was not built');
    await goProgram(NAME, quorumModule('clef'), dir);
  });
}

/** The signer of go-ethereum, with new keys, and rules in place of a person. */
async function start(options: ClefOptions): Promise<RunningClef> {
  const { dir, say, chainId = 1337, accounts: count = 1, rulesFor = () => NOTHING, functions = {} } = options;
  await install(say);
  const ports = await portsIn(dir, ['rpc']);
  const [home, keystore] = [join(dir, 'home'), join(dir, 'keystore')];
  for (const folder of [home, keystore]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const master = randomBytes(16).toString('hex');
  const common = [
    ...['--configdir', home, '--keystore', keystore, '--chainid', `${chainId}`, '--lightkdf'],
    ...['--suppress-bootwarn', '--nousb', '--pcscdpath', 'none'],
  ];
  const clef = (args: string[], lines: string[]) =>
    run(NAME, join(PROGRAM, NAME), [...common, ...args], { input: `${lines.join('\n')}\n` });

  await clef(['init'], [master, master]);
  const accounts: Hex[] = [];
  for (let i = 0; i < count; i++) {
    const key = newPrivateKey();
    const [address, password] = [addressOf(key), randomBytes(16).toString('hex')];
    const file = join(keystore, `${address.slice(2)}.json`);
    writeFileSync(file, JSON.stringify(encryptKeystore(key, password)), { mode: 0o600 });
    await clef(['setpw', address], [password, password, master]);
    accounts.push(address);
  }
  const rules = rulesFor(accounts);
  writeFileSync(join(dir, 'rules.js'), rules);
  writeFileSync(join(dir, 'functions.json'), JSON.stringify(functions));
  await clef(['attest', createHash('sha256').update(rules).digest('hex')], [master]);
  writeFileSync(join(dir, 'master'), `${master}\n`, { mode: 0o600 });

  const url = `http://127.0.0.1:${ports.rpc}`;
  const args = [
    ...['--http', '--http.addr', '127.0.0.1', '--http.port', `${ports.rpc}`, '--ipcdisable'],
    ...['--rules', join(dir, 'rules.js'), '--4bytedb-custom', join(dir, 'functions.json')],
    ...['--auditlog', join(dir, 'audit.log')],
  ];
  const member = await startMember(
    {
      name: NAME,
      // It asks for the master password on its standard input.
      command: '/bin/sh',
      args: ['-c', 'exec "$@" <"$0"', join(dir, 'master'), join(PROGRAM, NAME), ...common, ...args],
      logFile: join(dir, 'clef.log'),
    },
    async () => (await rpc<string>(url, 'account_version')) !== '',
  );
  return { url, accounts, addresses: { rpc: url }, members: [member], stop: () => member.stop() };
}
