import { join } from 'node:path';
import type { RunningEngine, Say, StartOptions } from './engine.ts';
import { goProgram } from './install/go-program.ts';
import { installOnce } from './install/installed.ts';
import { startMember } from './member.ts';
import { installDir, versions } from './paths.ts';
import { isListening, portsIn } from './ports.ts';

const NAME = 'toxiproxy';
const PROGRAM = installDir(NAME, versions.toxiproxy);

export default { name: NAME, install, start };

async function install(say: Say): Promise<void> {
  await installOnce(PROGRAM, async (dir) => {
    say(`building Toxiproxy ${versions.toxiproxy}; takes minutes the first time`);
    await goProgram(
      NAME,
      {
        mod: `go 1.19\nrequire github.com/Shopify/toxiproxy/v2 ${versions.toxiproxy}\n`,
        package: 'github.com/Shopify/toxiproxy/v2/cmd/server',
      },
      dir,
    );
  });
}

export interface RunningToxiproxy extends RunningEngine {
  /** Its HTTP API: proxies are made, cut and delayed by it. */
  api: string;
}

/** Stands between two others, and cuts and delays what goes through. */
async function start({ dir, say }: StartOptions): Promise<RunningToxiproxy> {
  await install(say);
  const ports = await portsIn(dir, ['api']);
  const member = await startMember(
    {
      name: NAME,
      command: join(PROGRAM, NAME),
      args: ['-host', '127.0.0.1', '-port', String(ports.api)],
      logFile: join(dir, 'toxiproxy.log'),
    },
    () => isListening(ports.api!),
  );
  const api = `http://127.0.0.1:${ports.api}`;
  return { addresses: { api }, members: [member], api, stop: () => member.stop() };
}
