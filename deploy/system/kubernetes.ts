import { stringify } from 'yaml';
import { IMAGES } from './images.ts';
import { system } from './system.ts';
import type { Container, Unit } from './unit.ts';

const HEAD =
  '# Made by `npm run deployments` from deploy/system; what is changed here is lost at the next time.\n';
const NAMESPACE = 'access-layer';
const PART_OF = { 'app.kubernetes.io/part-of': 'access-layer' };
const HOST = 'kubernetes.io/hostname';

/** Name and text of every manifest, kustomization.yaml included. */
export function kubernetesFiles(): Record<string, string> {
  const manifests = {
    'common.yaml': common(),
    ...Object.fromEntries(system.map((unit) => [`${unit.name}.yaml`, manifestsOf(unit)])),
  };
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: NAMESPACE,
    resources: Object.keys(manifests),
  };
  return Object.fromEntries([
    ...Object.entries(manifests).map(([name, list]) => [name, HEAD + list.map(text).join('---\n')]),
    ['kustomization.yaml', HEAD + text(kustomization)],
  ]);
}

function text(manifest: object): string {
  return stringify(manifest, { aliasDuplicateObjects: false, lineWidth: 0 });
}

function common(): object[] {
  const groups = [...new Set(system.flatMap(({ group }) => group ?? []))];
  const shared = Object.entries(Object.assign({}, ...system.map(({ sharedVolumes }) => sharedVolumes ?? {})));
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'own-namespace-only' },
      spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] },
    },
    ...groups.map((group) => ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: group },
      spec: { maxUnavailable: 1, selector: { matchLabels: { group } } },
    })),
    ...groups.map(anyOf),
    ...shared.map(([name, storage]) => claim(name, storage as string, 'ReadWriteMany')),
  ];
}

/** Under the name of its group any member answers that is ready. */
function anyOf(group: string): object {
  const { ports = [] } = system.find((unit) => unit.group === group)!;
  const spec = { selector: { group }, ports: ports.map(named) };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: group }, spec };
}

const named = (port: number) => ({ name: `port-${port}`, port });

function claim(name: string, storage: string, mode: 'ReadWriteOnce' | 'ReadWriteMany') {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: { accessModes: [mode], resources: { requests: { storage } } },
  };
}

function manifestsOf(unit: Unit): object[] {
  return [workload(unit), ...service(unit), ...door(unit)];
}

function workload(unit: Unit): object {
  const { name, isJob, volumes, replicas = 1 } = unit;
  const metadata = { name, labels: labelsOf(unit) };
  const template = { metadata: { labels: labelsOf(unit) }, spec: pod(unit) };
  if (isJob) return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { backoffLimit: 60, template } };
  const spec = { replicas, selector: { matchLabels: { app: name } }, template };
  if (!volumes) return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec };
  const volumeClaimTemplates = Object.entries(volumes).map(([each, size]) =>
    claim(each, size, 'ReadWriteOnce'),
  );
  const stateful = { ...spec, serviceName: name, volumeClaimTemplates };
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: stateful };
}

function labelsOf({ name, group }: Unit) {
  return { app: name, ...(group ? { group } : {}), ...PART_OF };
}

function pod(unit: Unit) {
  const { name, containers, first = [], group, user, isJob, sharedVolumes = {} } = unit;
  const shared = Object.keys(sharedVolumes);
  return {
    // Nothing here speaks to Kubernetes.
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(isJob ? { restartPolicy: 'OnFailure' } : { terminationGracePeriodSeconds: 60 }),
    securityContext: {
      ...{ runAsNonRoot: true, runAsUser: user, fsGroup: user },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(group ? { affinity: apart(group) } : {}),
    ...(first.length > 0 ? { initContainers: first.map((each) => container(each, false)) } : {}),
    containers: containers.map((each, index) => container(each, true, index === 0 ? unit.ports : undefined)),
    volumes: [
      // A mounted file is of root; who runs here reads it, and nobody else is in the container.
      { name: 'files', secret: { secretName: secretOf(name), defaultMode: 0o444 } },
      ...shared.map((each) => ({ name: each, persistentVolumeClaim: { claimName: each } })),
    ],
  };
}

export function secretOf(unit: string): string {
  return `${unit}-files`;
}

function apart(group: string) {
  const term = { labelSelector: { matchLabels: { group } }, topologyKey: HOST };
  return { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
}

function container(each: Container, isRunning: boolean, ports?: number[]) {
  const { name, image, command, args, env = {}, files = {}, volumes = {}, isReady = [], memoryMiB } = each;
  const own = Object.entries(files).map(([mountPath, subPath]) => ({
    ...{ name: 'files', mountPath, subPath, readOnly: true },
  }));
  const mounts = [
    ...own,
    ...Object.entries(volumes).map(([mountPath, volume]) => ({ name: volume, mountPath })),
  ];
  const probe = { exec: { command: isReady }, periodSeconds: 10, timeoutSeconds: 5 };
  return {
    name,
    image: IMAGES[image],
    ...(command ? { command: command.map(quoted) } : {}),
    ...(args ? { args: args.map(quoted) } : {}),
    ...(Object.keys(env).length > 0
      ? { env: Object.entries(env).map(([key, value]) => ({ name: key, value: quoted(value) })) }
      : {}),
    ...(ports ? { ports: ports.map((containerPort) => ({ containerPort })) } : {}),
    resources: { requests: { memory: `${memoryMiB}Mi` }, limits: { memory: `${memoryMiB}Mi` } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    // What is not ready gets no requests. It is not killed for that: what cannot go on ends itself.
    ...(isRunning && isReady.length > 0 ? { readinessProbe: probe } : {}),
    ...(mounts.length > 0 ? { volumeMounts: mounts } : {}),
  };
}

/** Members of a group must find each other before they are ready, and each is a place of its own. */
function service({ name, ports = [], group }: Unit): object[] {
  if (ports.length === 0) return [];
  const alone = group ? { clusterIP: 'None', publishNotReadyAddresses: true } : {};
  const spec = { ...alone, selector: { app: name }, ports: ports.map(named) };
  return [{ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec }];
}

/** What is reached from outside, and by whom: everybody. */
function door({ name, published = {} }: Unit): object[] {
  const ports = Object.entries(published).map(([port, as]) => ({ target: Number(port), as }));
  if (ports.length === 0) return [];
  const outside = ports.map(({ target, as }) => ({ name: `port-${as}`, port: as, targetPort: target }));
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `${name}-public` },
      spec: { type: 'LoadBalancer', selector: { app: name }, ports: outside },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `${name}-public` },
      spec: {
        podSelector: { matchLabels: { app: name } },
        policyTypes: ['Ingress'],
        ingress: [{ ports: ports.map(({ target }) => ({ port: target })) }],
      },
    },
  ];
}

/** `$(NAME)` is a variable of Kubernetes; the shell in the container wants its own. */
const quoted = (text: string) => text.replaceAll('$(', '$$$$(');
