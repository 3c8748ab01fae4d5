import { isIP } from 'node:net';
import { AccessLayerError } from '@access-layer/core/errors';
import { closed } from '@access-layer/core/payloads/common';
import { isLoopback } from '@access-layer/kit/loopback';
import Type from 'typebox';

const Port = Type.Integer({ minimum: 0, maximum: 65_535, description: '0: any free port' });
const File = Type.String({ minLength: 1 });
const Text = Type.String({ minLength: 1 });
const Claim = Type.Optional(Text);
const Address = Type.String({ pattern: '^https?://' });

/** Configuration of the alarms: one YAML, ACCESS_LAYER_ALARMS_… over it. */
export const AlarmsConfig = Type.Object(
  {
    network: Type.String({ minLength: 1, maxLength: 64, description: 'name of the deployment' }),
    dataDir: Type.String({ minLength: 1, description: 'rules, alarms, history and what waits to be sent' }),
    http: Type.Object(
      { host: Type.Optional(Text), port: Port },
      { ...closed, description: 'the API; loopback only' },
    ),
    url: Type.Unsafe<string>({
      ...Address,
      description: 'the front door, whose APIs the rules are judged by',
    }),
    publicUrl: Type.Optional(
      Type.Unsafe<string>({ ...Address, description: 'for links in messages; default: url' }),
    ),
    client: Type.Object(
      { id: Text, secretFile: File },
      { ...closed, description: 'the client of the DSO that it reads as' },
    ),
    auth: Type.Object(
      {
        issuer: Text,
        audience: Text,
        jwksUri: Address,
        roleClaim: Claim,
        partyClaim: Claim,
        customerClaim: Claim,
        tokenType: Claim,
      },
      { ...closed, description: 'whose access tokens count' },
    ),
    pollS: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 3600,
        description: 'how often what tells no events is asked; default 15',
      }),
    ),
    metrics: Type.Optional(
      Type.Array(
        Type.Object({ service: Type.String({ pattern: '^[a-z0-9-]{1,64}$' }), url: Address }, closed),
        {
          description: 'where services tell their metrics (Prometheus)',
        },
      ),
    ),
    smtp: Type.Optional(
      Type.Object(
        {
          host: Text,
          port: Type.Integer({ minimum: 1, maximum: 65_535 }),
          tls: Type.Optional(
            Type.Enum(['implicit', 'starttls', 'none'], {
              description: 'default implicit; none on a loopback address only',
            }),
          ),
          caFile: Type.Optional(File),
          from: Text,
          user: Type.Optional(Text),
          passwordSecret: Type.Optional(Type.Unsafe<string>({ ...Text, description: 'name of a secret' })),
        },
        { ...closed, description: 'what sends e-mail' },
      ),
    ),
    secrets: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String({ pattern: '^[a-z0-9-]{1,64}$' }),
            file: Type.Optional(File),
            env: Type.Optional(Type.String({ pattern: '^[A-Z][A-Z0-9_]*$' })),
          },
          closed,
        ),
        {
          description: 'what channels name: each in a file or an environment variable, read when it is used',
        },
      ),
    ),
    targets: Type.Optional(
      Type.Object(
        {
          allow: Type.Array(Type.String({ pattern: '^[0-9a-fA-F:.]+/\\d{1,3}$' }), {
            description: 'networks that webhooks may be in though they are private; none by default',
          }),
        },
        closed,
      ),
    ),
    giveUpAfterS: Type.Optional(
      Type.Integer({ minimum: 1, description: 'how long a message is tried; default 86400' }),
    ),
    historyDays: Type.Optional(Type.Integer({ minimum: 1, description: 'default 400' })),
    logLevel: Type.Optional(Type.String({ pattern: '^(debug|info|warn|error|fatal)$' })),
  },
  closed,
);
export type AlarmsConfig = Type.Static<typeof AlarmsConfig>;

/** The configuration with its defaults.
 * @throws AccessLayerError CONFIG_INVALID for what the schema cannot say
 */
export function checkedConfig(config: AlarmsConfig) {
  const { http, smtp, secrets = [], targets, ...rest } = config;
  const settings = {
    ...{
      pollS: 15,
      giveUpAfterS: 86_400,
      historyDays: 400,
      logLevel: 'info',
      metrics: [],
      publicUrl: rest.url,
    },
    ...rest,
    http: { host: '127.0.0.1', ...http },
    ...(smtp ? { smtp: { tls: 'implicit' as const, ...smtp } } : {}),
    secrets,
    allow: targets?.allow ?? [],
  };
  const errors = [
    ...(isLoopback(settings.http.host)
      ? []
      : [
          `http.host: "${settings.http.host}" is not a loopback address; this is plain HTTP. Expected 127.0.0.1`,
        ]),
    ...(smtp?.tls === 'none' && !isLoopback(smtp.host)
      ? [`smtp.tls: none sends in the clear to ${smtp.host}. Expected implicit or starttls`]
      : []),
    ...secrets.flatMap(({ name, file, env }) =>
      (file === undefined) === (env === undefined) ? [`secrets: ${name} needs either file or env`] : [],
    ),
    ...(smtp?.passwordSecret && !secrets.some(({ name }) => name === smtp.passwordSecret)
      ? [`smtp.passwordSecret: there is no secret "${smtp.passwordSecret}"`]
      : []),
    ...settings.allow.flatMap((network) =>
      isNetwork(network) ? [] : [`targets.allow: "${network}" is no network`],
    ),
  ];
  if (errors.length === 0) return settings;
  throw new AccessLayerError({ code: 'CONFIG_INVALID', message: errors.join('\n'), context: { errors } });
}
export type AlarmsSettings = ReturnType<typeof checkedConfig>;

function isNetwork(text: string): boolean {
  const [address = '', bits = ''] = text.split('/');
  const family = isIP(address);
  return family !== 0 && Number(bits) <= (family === 4 ? 32 : 128);
}
