import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningEngine, Say, StartOptions } from './engine.ts';
import { installOnce } from './install/installed.ts';
import { mavenZip } from './install/maven.ts';
import { startMember } from './member.ts';
import { installDir, versions } from './paths.ts';
import { answers, portsIn } from './ports.ts';

const NAME = 'keycloak';
const HOME = installDir(NAME, versions.keycloak);
const ADMINISTRATOR = 'administrator';

export default { name: NAME, install, start };

async function install(say: Say): Promise<void> {
  await installOnce(HOME, async (dir) => {
    say(`fetching Keycloak ${versions.keycloak}`);
    await mavenZip(NAME, `org.keycloak:keycloak-quarkus-dist:${versions.keycloak}:zip`, dir);
  });
}

export interface KeycloakOptions extends StartOptions {
  /** Text of a realm that is imported at the first start. */
  realm?: string;
}

export interface RunningKeycloak extends RunningEngine {
  url: string;
  administrator: { username: string; password: string };
}

async function start({ dir, say, realm }: KeycloakOptions): Promise<RunningKeycloak> {
  await install(say);
  const ports = await portsIn(dir, ['http', 'management']);
  const home = ownHome(dir, realm);
  const password = passwordIn(dir);
  const url = `http://127.0.0.1:${ports.http}`;
  const member = await startMember(
    {
      ...{ name: NAME, command: join(home, 'bin', 'kc.sh'), cwd: home, logFile: join(dir, 'keycloak.log') },
      args: [
        ...['start-dev', '--http-host=127.0.0.1', `--http-port=${ports.http}`, '--health-enabled=true'],
        ...[`--http-management-port=${ports.management}`, '--import-realm', `--hostname=${url}`],
      ],
      env: {
        KC_BOOTSTRAP_ADMIN_USERNAME: ADMINISTRATOR,
        KC_BOOTSTRAP_ADMIN_PASSWORD: password,
        // kc.sh is a shell that waits for Java; in its place Java itself is what is killed and stopped.
        KC_RUN_IN_CONTAINER: 'true',
        JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m',
      },
      startTimeoutMs: 500_000,
    },
    () => answers(`http://127.0.0.1:${ports.management}/health/ready`),
  );
  return {
    addresses: { keycloak: url, administrator: join(dir, 'password') },
    members: [member],
    ...{ url, administrator: { username: ADMINISTRATOR, password } },
    stop: () => member.stop(),
  };
}

/** It writes into its own folders, so each one has a copy. */
function ownHome(dir: string, realm: string | undefined): string {
  const home = join(dir, 'home');
  if (existsSync(home)) return home;
  cpSync(HOME, home, { recursive: true });
  const realms = join(home, 'data', 'import');
  mkdirSync(realms, { recursive: true });
  if (realm) writeFileSync(join(realms, 'realm.json'), realm, { mode: 0o600 });
  return home;
}

function passwordIn(dir: string): string {
  const file = join(dir, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}
