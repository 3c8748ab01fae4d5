import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { concatHex, type Hex, toRlp } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { EngineMember, RunningEngine, Say, StartOptions } from './engine.ts';
import { type GoProgram, goProgram } from './install/go-program.ts';
import { installOnce } from './install/installed.ts';
import { run } from './install/run.ts';
import { startMember } from './member.ts';
import { installDir, versions } from './paths.ts';
import { portsIn } from './ports.ts';
import { rpc } from './rpc.ts';

export interface QuorumOptions extends StartOptions {
  /** Validators of the genesis block; default 4: one may fail. */
  validators?: number;
  /** Nodes beside them, which do not seal until they are voted in. */
  spares?: number;
}

export interface Validator extends EngineMember {
  address: Hex;
  rpcUrl: string;
}

export interface RunningQuorum extends RunningEngine {
  chainId: number;
  /** All nodes, the first validators first. */
  nodes: Validator[];
}

const NAME = 'quorum';
const PROGRAM = installDir(NAME, versions.quorum);
const CHAIN_ID = 1337;
/** Of every QBFT block: says which consensus made it. */
export const ISTANBUL_MIX_HASH = '0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365';

export default { name: NAME, install, start };

async function install(say: Say): Promise<void> {
  await installOnce(PROGRAM, async (dir) => {
    say('building GoQuorum (QBFT); takes minutes the first time');
    await goProgram(NAME, quorumModule('geth'), dir);
  });
}

/** A program of the GoQuorum module. */
export function quorumModule(command: 'geth' | 'clef'): GoProgram {
  return {
    mod: `go 1.20
require github.com/ethereum/go-ethereum v1.10.3
replace github.com/ethereum/go-ethereum => github.com/ConsenSys/quorum ${versions.quorum}
replace github.com/coreos/etcd => github.com/Consensys/etcd ${versions.quorumEtcd}
`,
    package: `github.com/ethereum/go-ethereum/cmd/${command}`,
    ldflags: '-s -w -checklinkname=0',
    // Its secp256k1 is C.
    cgo: true,
  };
}

/** A permissioned chain with QBFT: no gas price, a block a second, every block final. */
async function start({ dir, say, validators = 4, spares = 0 }: QuorumOptions): Promise<RunningQuorum> {
  await install(say);
  const count = validators + spares;
  const names = Array.from({ length: count }, (_, index) => index + 1);
  const ports = await portsIn(
    dir,
    names.flatMap((id) => [`rpc-${id}`, `p2p-${id}`]),
  );
  const keys = keysIn(dir, count);
  const enodes = keys.map(({ publicKey }, i) => `enode://${publicKey}@127.0.0.1:${ports[`p2p-${i + 1}`]}`);
  writeFileSync(
    join(dir, 'genesis.json'),
    JSON.stringify(genesis(keys.slice(0, validators).map(({ address }) => address))),
  );
  const nodes = await Promise.all(names.map((id) => startNode(id)));

  async function startNode(id: number): Promise<Validator & { stop(): Promise<void> }> {
    const home = join(dir, `node-${id}`);
    await initialise(home, join(dir, 'genesis.json'), keys[id - 1]!.privateKey);
    const peers = enodes.filter((_, i) => i !== id - 1);
    writeFileSync(
      join(home, 'config.toml'),
      `[Node.P2P]
ListenAddr = "127.0.0.1:${ports[`p2p-${id}`]}"
NoDiscovery = true
MaxPeers = 25
StaticNodes = [${peers.map((peer) => `"${peer}"`).join(', ')}]
`,
    );
    const rpcUrl = `http://127.0.0.1:${ports[`rpc-${id}`]}`;
    const member = await startMember(
      {
        name: `quorum-${id}`,
        command: join(PROGRAM, NAME),
        args: nodeArgs(home, ports[`rpc-${id}`]!),
        logFile: join(home, 'geth.log'),
        env: { PRIVATE_CONFIG: 'ignore' },
      },
      async () => (await rpc(rpcUrl, 'eth_chainId')) === `0x${CHAIN_ID.toString(16)}`,
    );
    return { ...member, address: keys[id - 1]!.address, rpcUrl };
  }

  return {
    addresses: Object.fromEntries(nodes.map(({ name, rpcUrl }) => [name, rpcUrl])),
    members: nodes,
    chainId: CHAIN_ID,
    nodes,
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

function nodeArgs(home: string, rpcPort: number): string[] {
  return [
    ...['--config', join(home, 'config.toml'), '--datadir', home, '--networkid', `${CHAIN_ID}`],
    ...['--syncmode', 'full', '--gcmode', 'archive', '--cache', '64', '--mine', '--miner.threads', '1'],
    ...['--miner.gasprice', '0', '--miner.gaslimit', '30000000', '--emitcheckpoints'],
    ...['--nat', 'none', '--ipcdisable', '--nousb'],
    ...['--http', '--http.addr', '127.0.0.1', '--http.port', `${rpcPort}`],
    ...['--http.api', 'eth,net,web3,istanbul,admin,txpool'],
  ];
}

async function initialise(home: string, genesisFile: string, privateKey: Hex): Promise<void> {
  if (existsSync(join(home, 'geth', 'chaindata'))) return;
  mkdirSync(join(home, 'geth'), { recursive: true });
  writeFileSync(join(home, 'geth', 'nodekey'), privateKey.slice(2), { mode: 0o600 });
  await run(NAME, join(PROGRAM, NAME), ['--datadir', home, '--nousb', 'init', genesisFile], {
    env: { PRIVATE_CONFIG: 'ignore' },
  });
}

interface NodeKey {
  privateKey: Hex;
  /** 64 bytes without prefix, as an enode names them. */
  publicKey: string;
  address: Hex;
}

function keysIn(dir: string, count: number): NodeKey[] {
  const file = join(dir, 'keys.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const keys = Array.from({ length: count }, () => {
    const privateKey: Hex = `0x${randomBytes(32).toString('hex')}`;
    const { address, publicKey } = privateKeyToAccount(privateKey);
    return { privateKey, publicKey: publicKey.slice(4), address: address.toLowerCase() as Hex };
  });
  mkdirSync(dir, { recursive: true });
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

/** What the genesis block says of who seals: 32 free bytes, the validators, no vote, round 0, no seals. */
export function qbftExtraData(validators: Hex[]): Hex {
  return toRlp([concatHex([`0x${'00'.repeat(32)}`]), validators.toSorted(), [], '0x', []]);
}

function genesis(validators: Hex[]): object {
  const forks = ['homestead', 'eip150', 'eip155', 'eip158', 'byzantium', 'constantinople', 'petersburg'];
  return {
    config: {
      chainId: CHAIN_ID,
      ...Object.fromEntries([...forks, 'istanbul', 'berlin'].map((fork) => [`${fork}Block`, 0])),
      isQuorum: true,
      txnSizeLimit: 64,
      maxCodeSizeConfig: [{ block: 0, size: 64 }],
      qbft: {
        epochLength: 30_000,
        blockPeriodSeconds: 1,
        emptyBlockPeriodSeconds: 1,
        requestTimeoutSeconds: 4,
        policy: 0,
        ceil2Nby3Block: 0,
      },
    },
    nonce: '0x0',
    timestamp: '0x0',
    extraData: qbftExtraData(validators),
    gasLimit: '0x1c9c380',
    difficulty: '0x1',
    mixHash: ISTANBUL_MIX_HASH,
    coinbase: `0x${'00'.repeat(20)}`,
    alloc: {},
  };
}
