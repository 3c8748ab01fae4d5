import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

export interface GoProgram {
  /** Text of go.mod, without the module's name. */
  mod: string;
  /** Package to build; '.' for `source`. */
  package: string;
  /** A main.go of our own, where the program is a library. */
  source?: string;
  ldflags?: string;
  /** It has C in it, so a C compiler is needed. */
  cgo?: boolean;
}

/** Builds a Go program to `dir/name`, from the public modules that go.mod pins. */
export async function goProgram(name: string, program: GoProgram, dir: string): Promise<void> {
  writeFileSync(join(dir, 'go.mod'), `module local/${name}\n${program.mod}`);
  if (program.source) writeFileSync(join(dir, 'main.go'), program.source);
  const ldflags = `-ldflags=${program.ldflags ?? '-s -w'}`;
  await run(name, 'go', ['build', '-trimpath', ldflags, '-o', join(dir, name), program.package], {
    cwd: dir,
    env: { GOFLAGS: '-buildvcs=false -mod=mod', GOTOOLCHAIN: 'local', CGO_ENABLED: program.cgo ? '1' : '0' },
  });
}
