import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningEngine, Say, StartOptions } from './engine.ts';
import { goProgram } from './install/go-program.ts';
import { installOnce } from './install/installed.ts';
import { startMember } from './member.ts';
import { installDir, versions } from './paths.ts';
import { isListening, portsIn } from './ports.ts';

const NAME = 'versitygw';
const PROGRAM = installDir(NAME, versions.versitygw);

export default { name: NAME, install, start };

async function install(say: Say): Promise<void> {
  await installOnce(PROGRAM, async (dir) => {
    say(`building versitygw ${versions.versitygw}; takes minutes the first time`);
    await goProgram(
      NAME,
      {
        mod: `go 1.24\nrequire github.com/versity/versitygw ${versions.versitygw}\n`,
        package: 'github.com/versity/versitygw/cmd/versitygw',
      },
      dir,
    );
  });
}

export interface RunningS3 extends RunningEngine {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
}

/** An S3 server over a folder, with versions and object lock. */
async function start({ dir, say }: StartOptions): Promise<RunningS3> {
  await install(say);
  const ports = await portsIn(dir, ['s3']);
  const [data, versioned] = [join(dir, 'objects'), join(dir, 'versions')];
  for (const folder of [data, versioned]) mkdirSync(folder, { recursive: true });
  const keys = keysIn(dir);
  const member = await startMember(
    {
      name: NAME,
      command: join(PROGRAM, NAME),
      args: ['--port', `127.0.0.1:${ports.s3}`, 'posix', '--versioning-dir', versioned, data],
      logFile: join(dir, 'versitygw.log'),
      env: { ROOT_ACCESS_KEY: keys.accessKeyId, ROOT_SECRET_KEY: keys.secretAccessKey },
    },
    () => isListening(ports.s3!),
  );
  const endpoint = `http://127.0.0.1:${ports.s3}`;
  return {
    addresses: { s3: endpoint, keys: join(dir, 'keys.json') },
    members: [member],
    ...{ endpoint, ...keys, region: 'us-east-1' },
    stop: () => member.stop(),
  };
}

function keysIn(dir: string): { accessKeyId: string; secretAccessKey: string } {
  const file = join(dir, 'keys.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const keys = {
    accessKeyId: `access-layer-${randomBytes(4).toString('hex')}`,
    secretAccessKey: randomBytes(20).toString('hex'),
  };
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}
