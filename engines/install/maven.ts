import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

/** All jars of some artifacts (`group:artifact:version`) with what they need, in `dir`. */
export async function mavenJars(engine: string, artifacts: string[], dir: string): Promise<void> {
  const dependencies = artifacts.map((artifact) => {
    const [group, id, version] = artifact.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${id}</artifactId><version>${version}</version></dependency>`;
  });
  writeFileSync(
    join(dir, 'pom.xml'),
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>local</groupId><artifactId>${engine}</artifactId><version>1</version>
<dependencies>${dependencies.join('\n')}</dependencies></project>\n`,
  );
  await run(
    engine,
    'mvn',
    ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${dir}`, '-DincludeScope=runtime'],
    { cwd: dir },
  );
}

/** Unpacks a distribution that Maven Central serves as one archive, so that `dir` holds what its first folder holds. */
export async function mavenZip(engine: string, artifact: string, dir: string): Promise<void> {
  await run(engine, 'mvn', ['-q', '-B', 'dependency:get', `-Dartifact=${artifact}`, '-Dtransitive=false']);
  await run(engine, 'mvn', [
    '-q',
    '-B',
    'dependency:copy',
    `-Dartifact=${artifact}`,
    `-DoutputDirectory=${dir}`,
  ]);
  // The JDK's own unpacker: no further program is needed.
  await run(engine, 'sh', [
    '-c',
    `cd "$0" && for f in *.zip; do jar xf "$f" && rm "$f"; done && d=$(ls) && mv "$d" .top && mv .top/* . && rm -r .top && { chmod -R u+rwX,go+rX . && chmod 755 bin/* modules/*/platform/*/bin/* 2>/dev/null || true; }`,
    dir,
  ]);
}
