import { type Container, DATA, ETC, TLS_PORT, type Unit } from './unit.ts';

/** Where each service listens on the loopback of its unit. */
export const LOOPBACK = {
  'blockchain-access-layer': 4102,
  'data-api': 4103,
  ingest: 4113,
  registrar: 4108,
  onboarding: 4204,
  alarms: 4201,
  gateway: 9100,
} as const;
type Service = keyof typeof LOOPBACK;

/** Of MQTT over TLS, and of the enrolment of devices: both end TLS themselves, as the certificate says who comes. */
export const MQTT_PORT = 8883;
export const ENROLMENT_PORT = 8445;
/** What ends TLS in front of ingest, and of the management port of the gateway, whose own port is TLS already. */
export const SECOND_TLS_PORT = 9443;
/** User `node` of the image. */
const NODE_USER = 1000;

/** What Node asks over https is under the authority of the deployment. */
const TRUST = { NODE_EXTRA_CA_CERTS: `${ETC}/ca.pem` };
const STREAM = ['kafka-password'];
const KEY = ['keystore.json', 'passphrase'];

/** What each unit's TLS in front listens on, and where that leads. */
export const TLS_IN_FRONT: Record<string, Record<number, number>> = {
  'blockchain-access-layer': { [TLS_PORT]: LOOPBACK['blockchain-access-layer'] },
  'shared-customer-database': {
    [TLS_PORT]: LOOPBACK['data-api'],
    [SECOND_TLS_PORT]: LOOPBACK.ingest,
  },
  registrar: { [TLS_PORT]: LOOPBACK.registrar },
  onboarding: { [TLS_PORT]: LOOPBACK.onboarding },
  alarms: { [TLS_PORT]: LOOPBACK.alarms },
  gateway: { [SECOND_TLS_PORT]: LOOPBACK.gateway },
};

export const services: Unit[] = [
  {
    ...unit('blockchain-access-layer', [
      own('blockchain-access-layer', [...STREAM, ...KEY, 'broker.pem', 'broker.key', 'authority.pem'], 700),
    ]),
    ports: [MQTT_PORT, TLS_PORT],
    published: { [MQTT_PORT]: 8883 },
    needs: ['kafka', 'besu', 'prepare', 'registrar'],
  },
  {
    ...unit('shared-customer-database', [
      own('ingest', [...STREAM, ...KEY, 'search-password', 'mongodb-password', 's3-secret'], 900),
      own('data-api', [...STREAM, ...KEY, 'search-password', 'mongodb-password', 's3-secret'], 900),
    ]),
    ports: [TLS_PORT, SECOND_TLS_PORT],
    needs: ['kafka', 'search', 'mongodb', 'prepare', 'keycloak', 'registrar'],
  },
  {
    ...unit('registrar', [own('registrar', [...STREAM, ...KEY], 300)]),
    first: [contracts()],
    ports: [TLS_PORT],
    needs: ['kafka', 'besu', 'prepare'],
  },
  {
    ...unit('onboarding', [
      own('onboarding', [...STREAM, 'device.pem', 'device.key', 'authority.pem', 'authority.key'], 300),
    ]),
    ports: [TLS_PORT, ENROLMENT_PORT],
    published: { [ENROLMENT_PORT]: 8445 },
    needs: ['kafka', 'prepare', 'registrar', 'keycloak'],
  },
  {
    ...unit('alarms', [own('alarms', ['client-secret'], 300)]),
    ports: [TLS_PORT],
    needs: ['kong'],
  },
  {
    ...unit('gateway', [own('gateway', [], 400)]),
    ports: [TLS_PORT, SECOND_TLS_PORT],
    needs: ['keycloak'],
  },
];

/** Deploys what is missing on the chain, with the DSO's key; the registrar then finds its contract. */
function contracts(): Container {
  const { isReady: _, ...registrar } = own('registrar', [...STREAM, ...KEY], 300);
  return {
    ...{ ...registrar, name: 'contracts' },
    args: [program('contracts.ts'), '--config', `${ETC}/contracts.json`],
    files: { ...registrar.files, [`${ETC}/contracts.json`]: 'contracts.json' },
  };
}

/** Makes topics with their rights, and the bucket; may be repeated at any time. */
export const prepare: Unit = {
  name: 'prepare',
  isJob: true,
  user: NODE_USER,
  containers: [
    {
      ...{ name: 'prepare', image: 'own', memoryMiB: 300 },
      args: [program('prepare.ts'), '--config', `${ETC}/prepare.json`],
      env: TRUST,
      files: {
        [`${ETC}/ca.pem`]: 'ca.pem',
        [`${ETC}/prepare.json`]: 'prepare.json',
        [`${ETC}/kafka.super`]: 'kafka.super',
      },
    },
  ],
  needs: ['kafka', 's3'],
};

function unit(name: string, containers: Container[]): Unit {
  return { name, containers, user: NODE_USER, volumes: { data: '50Gi' } };
}

/** `secrets` are of the unit; several services of one unit share them. */
function own(name: Service, secrets: string[], memoryMiB: number): Container {
  const of = unitOf(name);
  const own = ['ca.pem', `${of}.pem`, `${of}.key`, ...secrets.map((secret) => `${of}.${secret}`)];
  return {
    name,
    image: 'own',
    args: [`${roomOf(name)}/main.ts`, '--config', `${ETC}/${name}.yaml`],
    env: TRUST,
    files: Object.fromEntries([`${name}.yaml`, ...own].map((file) => [`${ETC}/${file}`, file])),
    volumes: { [DATA]: 'data' },
    isReady: [
      'node',
      '-e',
      `fetch('http://127.0.0.1:${LOOPBACK[name]}/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`,
    ],
    memoryMiB,
  };
}

export function unitOf(name: Service): string {
  return name === 'ingest' || name === 'data-api' ? 'shared-customer-database' : name;
}

export function roomOf(name: Service): string {
  return unitOf(name);
}

function program(file: string): string {
  return `deploy/system/${file}`;
}
