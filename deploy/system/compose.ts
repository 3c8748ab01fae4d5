import { stringify } from 'yaml';
import { IMAGES } from './images.ts';
import { filesOf, membersOf, system } from './system.ts';
import type { Container, Unit } from './unit.ts';

const FOLDER = `\${ACCESS_LAYER_DEPLOYMENT:?a folder that npm run deployment has made}`;
const VOLUMES = 'volumes';
const HEAD = `# Made by \`npm run deployments\` from deploy/system; what is changed here is lost at the next time.
# ACCESS_LAYER_DEPLOYMENT=/srv/access-layer docker compose -f deploy/compose/compose.yaml up -d
`;
type Conditions = Record<string, { condition: string }>;

/** The whole system on one machine. */
export function composeYaml(): string {
  const files = [...new Set(system.flatMap(filesOf))].sort();
  const volumes = system.flatMap((unit) => ownVolumes(unit).map(({ name }) => name));
  const compose = {
    name: 'access-layer',
    services: Object.assign({ [VOLUMES]: volumeOwner() }, ...system.map(servicesOf)),
    secrets: Object.fromEntries(files.map((file) => [file, { file: `${FOLDER}/files/${file}` }])),
    volumes: Object.fromEntries([...new Set(volumes)].map((name) => [name, {}])),
  };
  return HEAD + stringify(compose, { aliasDuplicateObjects: false, lineWidth: 0 });
}

function servicesOf(unit: Unit): Record<string, object> {
  const { name, containers, first = [], isJob, needs = [] } = unit;
  const before: Conditions = { [VOLUMES]: ended(), ...Object.assign({}, ...needs.map(readyOf)) };
  const initial = first.map((container, index) => {
    const previous = first.slice(0, index).map((each) => [serviceOf(name, each), ended()] as const);
    const depends_on = { ...before, ...Object.fromEntries(previous) };
    return [serviceOf(name, container), { ...common(unit, container), restart: 'on-failure', depends_on }];
  });
  const afterFirst = {
    ...before,
    ...Object.fromEntries(first.map((each) => [serviceOf(name, each), ended()])),
  };
  const running = containers.map((container, index) => [
    index === 0 ? name : serviceOf(name, container),
    {
      ...common(unit, container),
      restart: isJob ? 'on-failure' : 'unless-stopped',
      ...healthOf(container),
      ...(index === 0
        ? { hostname: name, ...aliases(unit), ...published(unit), depends_on: afterFirst }
        : { network_mode: `service:${name}`, depends_on: { [name]: { condition: 'service_started' } } }),
    },
  ]);
  return Object.fromEntries([...initial, ...running]);
}

function common(unit: Unit, { image, command, args, env, files = {}, volumes = {}, memoryMiB }: Container) {
  const own = new Map(ownVolumes(unit).map(({ short, name }) => [short, name]));
  const secrets = Object.entries(files).map(([target, source]) => ({ source, target }));
  const mounted = Object.entries(volumes).map(([target, short]) => `${own.get(short)}:${target}`);
  return {
    image: image === 'own' ? `\${ACCESS_LAYER_IMAGE:-${IMAGES.own}}` : IMAGES[image],
    ...(command ? { entrypoint: command.map(quoted), command: [] } : {}),
    ...(args ? { command: args.map(quoted) } : {}),
    ...(env ? { environment: Object.fromEntries(Object.entries(env).map(([k, v]) => [k, quoted(v)])) } : {}),
    user: String(unit.user),
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    mem_limit: `${memoryMiB}m`,
    ...(secrets.length > 0 ? { secrets } : {}),
    ...(mounted.length > 0 ? { volumes: mounted } : {}),
  };
}

/** A new volume belongs to root; what writes into it does not run as root. */
function volumeOwner() {
  const owned = new Map(system.flatMap((unit) => ownVolumes(unit).map(({ name }) => [name, unit.user!])));
  const chown = [...owned].map(([name, user]) => `chown ${user}:${user} /volumes/${name}`);
  return {
    image: IMAGES.postgres,
    entrypoint: ['sh', '-c', chown.join(' && ')],
    command: [],
    user: '0',
    cap_drop: ['ALL'],
    cap_add: ['CHOWN'],
    network_mode: 'none',
    restart: 'on-failure',
    volumes: [...owned.keys()].map((name) => `${name}:/volumes/${name}`),
  };
}

function ownVolumes({ name, volumes = {}, sharedVolumes = {} }: Unit): { short: string; name: string }[] {
  return [
    ...Object.keys(volumes).map((short) => ({ short, name: `${name}-${short}` })),
    ...Object.keys(sharedVolumes).map((short) => ({ short, name: short })),
  ];
}

/** Under the name of its group any member answers. */
function aliases({ group }: Unit) {
  return group ? { networks: { default: { aliases: [group] } } } : {};
}

function published({ published = {} }: Unit) {
  const ports = Object.entries(published).map(([port, as]) => `${as}:${port}`);
  return ports.length > 0 ? { ports } : {};
}

function healthOf({ isReady = [] }: Container) {
  if (isReady.length === 0) return {};
  const test = ['CMD', ...isReady.map(quoted)];
  return { healthcheck: { test, interval: '10s', timeout: '5s', retries: 6, start_period: '120s' } };
}

function readyOf(need: string): Conditions {
  return Object.fromEntries(
    membersOf(need).map(({ name, isJob }) => [name, isJob ? ended() : { condition: 'service_healthy' }]),
  );
}

const ended = () => ({ condition: 'service_completed_successfully' });
const serviceOf = (unit: string, { name }: Container) => `${unit}-${name}`;
/** A dollar sign is a variable of compose; the shell in the container wants its own. */
const quoted = (text: string) => text.replaceAll('$', '$$$$');
