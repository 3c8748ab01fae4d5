import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Engine, RunningEngine, Say, StartOptions } from './engine.ts';
import { installOnce } from './install/installed.ts';
import { javaHome } from './install/java-home.ts';
import { mavenZip } from './install/maven.ts';
import { startMember } from './member.ts';
import { installDir } from './paths.ts';
import { answers, portsIn } from './ports.ts';

export interface SearchOptions extends StartOptions {
  /** 1 or 3; each of three stands in a zone of its own. */
  nodes?: 1 | 3;
}

export interface RunningSearch extends RunningEngine {
  /** One HTTP address for each node. */
  nodes: string[];
  /** A folder that all nodes may write snapshots to. */
  snapshotsDir: string;
}

export interface SearchEngine extends Engine {
  start(options: SearchOptions): Promise<RunningSearch>;
}

export interface SearchKind {
  name: string;
  version: string;
  /** `group:artifact:version:type` of a distribution. */
  artifact: string;
  program: 'opensearch' | 'elasticsearch';
  jdkAtLeast: number;
  heap: string;
  /** How its settings name the nodes that elect the first master; absent where it runs as one node only. */
  initialMasters?: string;
  settings: Record<string, string | boolean>;
}

const NOBODY = 65_534;
/** The first start of a JVM on a busy machine is slow, and three at once are slower. */
const START_TIMEOUT_MS = 300_000;

/** An engine of the family of Elasticsearch, by what distinguishes it. */
export function searchEngine(kind: SearchKind): SearchEngine {
  const home = installDir(kind.name, kind.version);
  const install = async (say: Say) => {
    await installOnce(home, async (dir) => {
      say(`fetching ${kind.name} ${kind.version}`);
      await mavenZip(kind.name, kind.artifact, dir);
    });
  };
  return {
    name: kind.name,
    install,
    async start(options) {
      await install(options.say);
      return startCluster(kind, home, options);
    },
  };
}

async function startCluster(
  kind: SearchKind,
  home: string,
  { dir, nodes: count = 1 }: SearchOptions,
): Promise<RunningSearch> {
  assert.ok(count === 1 || kind.initialMasters, `${kind.name} is started as one node only`);
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  const ports = await portsIn(
    dir,
    ids.flatMap((id) => [`http-${id}`, `transport-${id}`]),
  );
  // Nobody must get to what is his; a temporary folder is closed to others.
  if (process.getuid?.() === 0) chmodSync(dir, 0o711);
  const snapshotsDir = ownedByNobody(join(dir, 'snapshots'));
  const members = await Promise.all(ids.map((id) => startNode(id)));

  async function startNode(id: number) {
    const own = ownedByNobody(join(dir, `node-${id}`));
    const config = join(own, 'config');
    if (!existsSync(config)) copyConfig(join(home, 'config'), config);
    const settings = { ...settingsOf({ kind, id, ids, ports, own }), 'path.repo': snapshotsDir };
    const lines = Object.entries(settings).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
    writeFileSync(join(config, `${kind.program}.yml`), lines.join(''));
    for (const entry of readdirSync(config, { recursive: true }))
      ownedByNobody(join(config, String(entry)), false);
    ownedByNobody(config, false);
    const spec = {
      ...{ name: `${kind.name}-${id}`, command: join(home, 'bin', kind.program), args: [], cwd: own },
      env: environmentOf(kind, own, config),
      ...{ logFile: join(dir, `node-${id}.log`), asNobody: true, startTimeoutMs: START_TIMEOUT_MS },
    };
    const health = `http://127.0.0.1:${ports[`http-${id}`]}/_cluster/health`;
    return startMember(spec, () => answers(`${health}?wait_for_nodes=${count}&timeout=1s`));
  }

  const urls = ids.map((id) => `http://127.0.0.1:${ports[`http-${id}`]}`);
  return {
    addresses: Object.fromEntries(urls.map((url, i) => [`node-${i + 1}`, url])),
    members,
    nodes: urls,
    snapshotsDir,
    async stop() {
      await Promise.all(members.map((member) => member.stop()));
    },
  };
}

/** The log of the garbage collector would go to the program's folder, which is not ours to write to. */
function copyConfig(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  const options = readFileSync(join(to, 'jvm.options'), 'utf8').split('\n');
  writeFileSync(join(to, 'jvm.options'), options.filter((line) => !line.includes('logs/')).join('\n'));
}

interface NodeSettings {
  kind: SearchKind;
  id: number;
  ids: number[];
  ports: Record<string, number>;
  own: string;
}

function settingsOf({ kind, id, ids, ports, own }: NodeSettings): Record<string, unknown> {
  const cluster = {
    'discovery.seed_hosts': ids.map((each) => `127.0.0.1:${ports[`transport-${each}`]}`),
    [kind.initialMasters ?? '']: ids.map((each) => `node-${each}`),
    'node.attr.zone': `zone-${id}`,
    'cluster.routing.allocation.awareness.attributes': 'zone',
  };
  return {
    'cluster.name': `access-layer-${kind.name}`,
    'node.name': `node-${id}`,
    'path.data': ownedByNobody(join(own, 'data')),
    'path.logs': ownedByNobody(join(own, 'logs')),
    'network.host': '127.0.0.1',
    'http.port': ports[`http-${id}`],
    'transport.port': ports[`transport-${id}`],
    // The disk of a developer's machine is often nearly full.
    'cluster.routing.allocation.disk.threshold_enabled': false,
    ...(ids.length === 1 ? { 'discovery.type': 'single-node' } : cluster),
    ...kind.settings,
  };
}

function environmentOf(kind: SearchKind, own: string, config: string): Record<string, string> {
  const prefix = kind.program === 'opensearch' ? 'OPENSEARCH' : 'ES';
  const java = javaHome(kind.name, kind.jdkAtLeast);
  return {
    HOME: own,
    JAVA_HOME: java,
    [`${prefix}_JAVA_HOME`]: java,
    [`${prefix}_PATH_CONF`]: config,
    [`${prefix}_TMPDIR`]: ownedByNobody(join(own, 'tmp')),
    [`${prefix}_JAVA_OPTS`]: `-Xms${kind.heap} -Xmx${kind.heap}`,
  };
}

/** These servers refuse to run as root, so where we are root their files are nobody's. */
function ownedByNobody(path: string, make = true): string {
  if (make) mkdirSync(path, { recursive: true });
  if (process.getuid?.() === 0) chownSync(path, NOBODY, NOBODY);
  return path;
}
