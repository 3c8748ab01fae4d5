import { AccessLayerError } from '@access-layer/core/errors';
import { Address, closed } from '@access-layer/core/payloads/common';
import { isLoopback } from '@access-layer/kit/loopback';
import { StreamConfig } from '@access-layer/kit/stream-config';
import Type from 'typebox';

const Port = Type.Integer({ minimum: 0, maximum: 65_535, description: '0: any free port' });
const File = Type.String({ minLength: 1 });
const Claim = Type.Optional(Type.String({ minLength: 1 }));

/** Configuration of the onboarding service: one YAML, ACCESS_LAYER_ONBOARDING_… over it. */
export const OnboardingConfig = Type.Object(
  {
    network: Type.String({ minLength: 1, maxLength: 64, description: 'name of the deployment' }),
    dataDir: Type.String({ minLength: 1, description: 'codes, nodes and certificates' }),
    http: Type.Object(
      { host: Type.Optional(Type.String({ minLength: 1 })), port: Port },
      { ...closed, description: 'the API of the DSO; loopback only' },
    ),
    device: Type.Object(
      {
        host: Type.Optional(Type.String({ minLength: 1, description: 'default 127.0.0.1' })),
        port: Port,
        url: Type.String({ pattern: '^https://', description: 'what an installer gives with the code' }),
        certFile: File,
        keyFile: File,
      },
      { ...closed, description: 'where devices enrol and renew: TLS, without a certificate of the client' },
    ),
    authority: Type.Object(
      { certFile: File, keyFile: File },
      { ...closed, description: 'issues the certificates of Light Nodes' },
    ),
    broker: Type.String({ pattern: '^mqtts://', description: 'where Light Nodes publish' }),
    anchorers: Type.Array(Address, { minItems: 1, description: 'whose verdicts a new node obeys' }),
    setPointSigners: Type.Array(Address, { description: 'whose set-points a new node obeys' }),
    stream: StreamConfig,
    auth: Type.Object(
      {
        issuer: Type.String({ minLength: 1 }),
        audience: Type.String({ minLength: 1 }),
        jwksUri: Type.String({ pattern: '^https?://' }),
        roleClaim: Claim,
        partyClaim: Claim,
        customerClaim: Claim,
        tokenType: Claim,
      },
      { ...closed, description: 'whose access tokens count' },
    ),
    codeValidS: Type.Optional(Type.Integer({ minimum: 60, maximum: 604_800, description: 'default 3600' })),
    certificateDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 825, description: 'default 365' })),
    meterGraceS: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 2_592_000,
        description: 'how long the former meter of a swap stays bound, for what was measured; default 86400',
      }),
    ),
    podPattern: Type.Optional(Type.String({ description: 'default ^IT\\d{3}E\\d{8}$' })),
    logLevel: Type.Optional(Type.String({ pattern: '^(debug|info|warn|error|fatal)$' })),
  },
  closed,
);
export type OnboardingConfig = Type.Static<typeof OnboardingConfig>;

/** The configuration with its defaults.
 * @throws AccessLayerError CONFIG_INVALID for what the schema cannot say
 */
export function checkedConfig(config: OnboardingConfig) {
  const settings = {
    ...{ codeValidS: 3600, certificateDays: 365, meterGraceS: 86_400, logLevel: 'info' },
    podPattern: '^IT\\d{3}E\\d{8}$',
    ...config,
    http: { host: '127.0.0.1', ...config.http },
    device: { host: '127.0.0.1', ...config.device },
  };
  const errors: string[] = [];
  if (!isLoopback(settings.http.host)) {
    errors.push(
      `http.host: "${settings.http.host}" is not a loopback address; this is plain HTTP. Expected 127.0.0.1`,
    );
  }
  try {
    new RegExp(settings.podPattern);
  } catch {
    errors.push(`podPattern: ${JSON.stringify(settings.podPattern)} is no regular expression`);
  }
  if (errors.length === 0) return settings;
  throw new AccessLayerError({ code: 'CONFIG_INVALID', message: errors.join('\n'), context: { errors } });
}
export type OnboardingSettings = ReturnType<typeof checkedConfig>;
