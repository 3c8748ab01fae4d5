import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';
import { LightNodeConfig } from './config.ts';
import { type LightNode, loadParts, startNode } from './node.ts';
import { createNodeHttp } from './serve.ts';
import { createNotifier } from './systemd.ts';
import { openSlots } from './update/slots.ts';
import { startUpdater } from './update/updater.ts';
import { wellbeingOf } from './update/wellbeing.ts';
import './wasm.ts';
import { startWatchdog } from './watchdog.ts';

const USAGE = `Usage: node light-node/main.ts --config FILE [--config FILE ...] [--check-config]

Runs a Light Node for each configuration file: it reads a meter, signs what it read, and publishes it.
Nodes with the same http.port share one server. docs/adding-a-meter.md tells how to add a meter.`;

const LOOK_MS = 20_000;
/** EX_SOFTWARE of sysexits.h: whoever supervises starts it again. */
const STUCK = 70;

const { configs: files, checkOnly } = serviceArguments(USAGE);
const configs = await readConfigs(files);
if (checkOnly) {
  process.stdout.write(`${files.join(', ')}: valid\n`);
  process.exit(0);
}

const log = createLog({ name: 'light-node', ...logOptions(configs[0]?.log) });
await runService(log, async () => {
  const nodes: LightNode[] = [];
  for (const config of configs) nodes.push(await startNode(config, log));
  const servers = await Promise.all(
    [...groupByAddress(configs)].map(async ([address, ids]) => {
      const http = createNodeHttp(
        nodes.filter(({ id }) => ids.includes(id)),
        log,
      );
      const [host, port] = address.split(' ');
      await http.listen({ host, port: Number(port) });
      log.info(
        { host, port: (http.server.address() as { port: number }).port, nodes: ids.length },
        'listening',
      );
      return http;
    }),
  );
  const stopWatching = watch(nodes);
  const stopUpdating = followUpdates(nodes);
  return async () => {
    stopUpdating();
    stopWatching();
    await Promise.all(servers.map((http) => http.close()));
    await Promise.all(nodes.map((node) => node.stop()));
  };
});

/** Three files of the size together: two older ones are kept. */
function logOptions({ level = 'info', file, maxMegabytes = 20 }: Partial<LightNodeConfig['log']> = {}) {
  return { level, file: file ? { file, maxBytes: (maxMegabytes * 1_000_000) / 3, keep: 2 } : undefined };
}

/** Signs of life for systemd while every part moves; the end of the process, with the reason written down, when one does not. */
function watch(nodes: readonly LightNode[]): () => void {
  const { NOTIFY_SOCKET, WATCHDOG_USEC, PATH } = process.env;
  const notifier = createNotifier({ NOTIFY_SOCKET, WATCHDOG_USEC, PATH }, (err) =>
    log.error({ err }, 'systemd was not told'),
  );
  notifier?.tell('READY=1');
  const watchdog = startWatchdog({
    parts: nodes.flatMap(({ watched }) => watched),
    everyMs: Math.min(LOOK_MS, (notifier?.watchdogMs ?? Number.POSITIVE_INFINITY) / 3),
    onWell: () => notifier?.tell('WATCHDOG=1'),
    onStuck(part) {
      for (const node of nodes) node.endBy(`watchdog: ${part} stood still`);
      process.exit(STUCK);
    },
    log,
  });
  return watchdog.stop;
}

/** Installed from a bundle, the program follows the update server of the first configuration. */
function followUpdates(nodes: readonly LightNode[]): () => void {
  const [first] = configs;
  const home = process.env.ACCESS_LAYER_HOME;
  if (!first?.updates) return () => {};
  if (!home) {
    log.warn('updates are configured, but this program was not started by the launcher of a bundle');
    return () => {};
  }
  const began = nodes.reduce((sum, node) => sum + node.counts().acknowledged, 0);
  const updater = startUpdater({
    config: first.updates,
    network: first.network,
    slots: openSlots(home),
    configFiles: files,
    wellbeing: () => wellbeingOf(nodes, began),
    tell: (event) => nodes.forEach((node) => void node.tell(event)),
    restart(why) {
      log.info({ why }, 'ending, to be started again');
      process.kill(process.pid, 'SIGTERM');
    },
    log,
  });
  return updater.stop;
}

/** All errors of all files at once, then the end: nothing runs half. */
async function readConfigs(files: readonly string[]): Promise<LightNodeConfig[]> {
  const configs: LightNodeConfig[] = [];
  const errors: string[] = [];
  for (const file of files) {
    try {
      const config = loadConfig(LightNodeConfig, {
        file,
        env: process.env,
        prefix: 'ACCESS_LAYER_LIGHT_NODE',
      });
      await loadParts(config);
      configs.push(config);
    } catch (error) {
      const text = messageOf(error);
      errors.push(error instanceof AccessLayerError && text.includes(file) ? text : `${file}: ${text}`);
    }
  }
  for (const id of duplicates(configs.map(({ id }) => id)))
    errors.push(`node "${id}" is configured more than once`);
  for (const dir of duplicates(configs.map(({ dataDir }) => dataDir))) {
    errors.push(`dataDir ${dir} is used by more than one node; each needs its own`);
  }
  if (errors.length === 0) return configs;
  process.stderr.write(`${errors.join('\n')}\n`);
  process.exit(1);
}

function duplicates(values: readonly string[]): Set<string> {
  return new Set(values.filter((value, index) => values.indexOf(value) !== index));
}

function groupByAddress(configs: readonly LightNodeConfig[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, http } of configs) {
    const address = `${http.host ?? '127.0.0.1'} ${http.port}`;
    groups.set(address, [...(groups.get(address) ?? []), id]);
  }
  return groups;
}
