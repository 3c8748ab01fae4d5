import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkConfig } from '@access-layer/core/config';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { type Anvil, startAnvil } from './anvil.ts';
import type { Dump } from './anvil-dump.ts';
import { ChainConfig } from './chain-config.ts';
import { serveControl } from './chain-control.ts';

const USAGE = `node contracts/chain-main.ts --config FILE [--check-config]

Runs the embedded chain: Anvil with its state on disk. FILE is JSON:
  {"port": 8545, "host": "127.0.0.1", "chainId": 31337, "dir": "chain", "dumpIntervalMs": 60000, "control": {"port": 8546}}
On the control port: GET /health, POST /dump. SIGTERM puts the state on disk and ends. If Anvil dies, this ends with 1.`;

const LEVELS = { info: 30, error: 50, fatal: 60 };

/** One line of JSON an event, as all services write. */
function log(level: keyof typeof LEVELS, msg: string, fields: object = {}): void {
  const line = { level: LEVELS[level], time: new Date().toISOString(), name: 'chain', ...fields, msg };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: { config: { type: 'string' }, 'check-config': { type: 'boolean' }, help: { type: 'boolean' } },
    });
    if (values.help) return finish(0, USAGE);
    if (!values.config) throw new TypeError('--config FILE is missing');
    return { file: values.config, checkOnly: values['check-config'] ?? false };
  } catch (error) {
    return finish(2, `${messageOf(error)}\n\n${USAGE}`);
  }
}

function finish(code: number, text: string): never {
  (code === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  process.exit(code);
}

function readConfig(file: string): ChainConfig {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return finish(1, `${file}: ${messageOf(error)}`);
  }
  const checked = checkConfig(ChainConfig, value);
  if (!checked.ok) return finish(1, checked.errors.map((error) => `${file}: ${error}`).join('\n'));
  return { ...checked.config, dir: resolve(dirname(file), checked.config.dir) };
}

async function run(config: ChainConfig): Promise<void> {
  let chain: Anvil | undefined;
  let stopping = false;
  const stop = async (why: string) => {
    if (stopping) return;
    stopping = true;
    log('info', 'stopping', { why });
    await chain?.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  // A supervisor that started us with a channel and is gone leaves nobody to stop us.
  process.on('disconnect', () => void stop('the supervisor is gone'));
  process.channel?.unref();

  const control = await serveControl(config.control.port, () => chain);
  const onDump = (dump: Dump) => log('info', 'dumped', dump);
  const onDumpFailed = (error: unknown) => log('error', 'dump failed', { reason: messageOf(error) });
  const started = await startAnvil({ ...config, onDump, onDumpFailed });
  void started.exited.then((exit) => {
    if (stopping) return;
    log('fatal', 'Anvil died; the supervisor starts it again', exit);
    process.exit(1);
  });
  chain = started;
  const { rpcUrl, genesisHash, pid, startMs } = started;
  log('info', 'started', { rpcUrl, genesisHash, anvilPid: pid, startMs, controlPort: control.port });
}

const { file, checkOnly } = readArguments();
const config = readConfig(file);
if (checkOnly) finish(0, `${file}: no errors`);
await run(config).catch((error: unknown) => {
  const code = error instanceof AccessLayerError ? error.code : undefined;
  log('fatal', messageOf(error), { code });
  process.exit(1);
});
