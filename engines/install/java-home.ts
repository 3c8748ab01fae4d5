import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { missing } from '../errors.ts';

const ROOT = '/usr/lib/jvm';

/** The oldest JDK from one version on that is installed, in Debian's place: engines are tried with old ones first. */
export function javaHome(engine: string, atLeast: number): string {
  const [found] = (existsSync(ROOT) ? readdirSync(ROOT) : [])
    .map((entry) => ({ home: join(ROOT, entry), version: Number(/(?:^|\D)(\d\d)(?:\D|$)/.exec(entry)?.[1]) }))
    .filter(({ home, version }) => version >= atLeast && existsSync(join(home, 'bin', 'java')))
    .sort((a, b) => a.version - b.version);
  if (found) return found.home;
  throw missing(engine, `a JDK of ${atLeast} or newer is needed under ${ROOT}, from apt-get or Adoptium`);
}
