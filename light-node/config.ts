import { Place } from '@access-layer/core/enrolment';
import { ROLES } from '@access-layer/core/payloads/measurement';
import { NODE_ID } from '@access-layer/core/topics';
import Type from 'typebox';
import { ProxyConfig } from './modbus/proxy.ts';
import { OutboxConfig } from './outbox-room.ts';
import { UpdatesConfig } from './update/updater.ts';

const closed = { additionalProperties: false } as const;
const Address = Type.String({ pattern: '^0x[0-9a-f]{40}$', description: 'Ethereum address in lower case' });
const File = Type.String({ minLength: 1 });
const Seconds = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum });

/** Named adapters bring the schema of the rest of their part (drivers/, clocks/). */
const Named = Type.Object({ name: Type.String({ pattern: '^[a-z0-9-]+$' }) });

/** Configuration of one Light Node. Environment: ACCESS_LAYER_LIGHT_NODE_A_B lays over a.b. */
export const LightNodeConfig = Type.Object(
  {
    id: Type.String({ pattern: NODE_ID.source, description: 'also the MQTT client id and the common name' }),
    network: Type.String({ minLength: 1, maxLength: 64 }),
    pod: Type.String({ minLength: 1, maxLength: 64, description: 'Point of Delivery, 14-character form' }),
    meter: Type.Object(
      {
        id: Type.String({ minLength: 1, maxLength: 64 }),
        role: Type.Optional(Type.Enum([...ROLES])),
        profile: Type.String({
          minLength: 1,
          maxLength: 64,
          description: 'a file of meters/, without .yaml',
        }),
        profileDir: Type.Optional(Type.String({ minLength: 1, description: 'folder of own profiles' })),
        driver: Named,
        proxy: Type.Optional(ProxyConfig),
      },
      closed,
    ),
    sampleIntervalS: Type.Optional(Seconds(1, 86_400)),
    packet: Type.Object(
      { maxReadings: Type.Integer({ minimum: 1, maximum: 10_000 }), maxDelayS: Seconds(0, 86_400) },
      closed,
    ),
    broker: Type.Object(
      {
        url: Type.String({ pattern: '^mqtts://' }),
        caFile: File,
        certFile: File,
        keyFile: File,
        keepaliveS: Type.Optional(Seconds(5, 3600)),
        ackTimeoutS: Type.Optional(Seconds(1, 3600)),
        inFlight: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
        reconnectMinMs: Type.Optional(Type.Integer({ minimum: 1 })),
        reconnectMaxMs: Type.Optional(Type.Integer({ minimum: 1 })),
      },
      closed,
    ),
    keystoreFile: File,
    passphraseFile: File,
    dataDir: Type.String({ minLength: 1 }),
    outbox: Type.Optional(OutboxConfig),
    http: Type.Object(
      {
        host: Type.Optional(Type.String({ minLength: 1 })),
        port: Type.Integer({ minimum: 0, maximum: 65_535 }),
      },
      closed,
    ),
    pinned: Type.Object(
      {
        anchorers: Type.Array(Address, { minItems: 1, description: 'whose verdicts this node obeys' }),
        setPointSigners: Type.Optional(
          Type.Array(Address, { description: 'whose set-points this node obeys; none: it takes none' }),
        ),
      },
      closed,
    ),
    ems: Type.Optional(
      Type.Object(
        {
          id: Type.String({ minLength: 1, maxLength: 64, description: 'of the device, in activations' }),
          template: Type.String({
            minLength: 1,
            maxLength: 64,
            description: 'a file of ems-templates/, without .yaml',
          }),
          templateDir: Type.Optional(Type.String({ minLength: 1, description: 'folder of own templates' })),
          adapter: Named,
          ratedPowerW: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'of the device' })),
          phases: Type.Optional(
            Type.Union([Type.Literal(1), Type.Literal(3)], { description: 'that a charger uses; default 1' }),
          ),
          voltageV: Type.Optional(
            Type.Number({ minimum: 90, maximum: 300, description: 'phase to neutral; default 230' }),
          ),
        },
        closed,
      ),
    ),
    updates: Type.Optional(UpdatesConfig),
    onboarding: Type.Optional(
      Type.Object(
        { url: Type.String({ pattern: '^https://' }), caFile: File },
        { ...closed, description: 'where the certificate is renewed before it ends' },
      ),
    ),
    place: Type.Optional(Place),
    drainPerS: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 10_000 })),
    clock: Type.Optional(Named),
    log: Type.Optional(
      Type.Object(
        {
          level: Type.Enum(['debug', 'info', 'warn', 'error', 'fatal', 'silent']),
          file: Type.Optional(
            Type.String({ minLength: 1, description: 'instead of standard output; limited in size' }),
          ),
          maxMegabytes: Type.Optional(
            Type.Number({ minimum: 0.1, maximum: 1000, description: 'of all log files; default 20' }),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type LightNodeConfig = Type.Static<typeof LightNodeConfig>;
