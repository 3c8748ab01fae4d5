import { tryFromUtf8 } from '@access-layer/core/bytes';
import { checkConfig } from '@access-layer/core/config';
import { parseMessage, signerOf } from '@access-layer/core/message';
import { closed, envelope, Time } from '@access-layer/core/payloads/common';
import Type from 'typebox';
import { VERSION_PATTERN } from './version-order.ts';

export const MAX_BUNDLE_BYTES = 300_000_000;

const BundleFile = Type.Object(
  {
    architecture: Type.Enum(['x64', 'arm64', 'any']),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    bytes: Type.Integer({ minimum: 1, maximum: MAX_BUNDLE_BYTES }),
  },
  closed,
);
export type BundleFile = Type.Static<typeof BundleFile>;

/** What stands at `<url>/update.signed`, as a signed message (formats 1): which version is to be installed. */
export const Manifest = Type.Object(
  {
    ...envelope,
    type: Type.Literal('light-node-update'),
    kind: Type.Enum(['release', 'drivers']),
    version: Type.String({ pattern: VERSION_PATTERN }),
    issuedAt: Time,
    files: Type.Array(BundleFile, { minItems: 1, maxItems: 8 }),
  },
  closed,
);
export type Manifest = Type.Static<typeof Manifest>;

export type ManifestFault = 'malformed' | 'bad-signature' | 'wrong-network' | 'unpinned-signer';

export type CheckedManifest =
  | { ok: true; manifest: Manifest }
  | { ok: false; reason: ManifestFault; detail: string };

/** Checks what an update server gave. Whoever runs it can put anything there; `signers` are in lower case. Never throws. */
export function checkManifest(
  bytes: Uint8Array,
  { network, signers }: { network: string; signers: readonly string[] },
): CheckedManifest {
  const fault = (reason: ManifestFault, detail: string) => ({ ok: false as const, reason, detail });
  const parsed = parseMessage(bytes);
  if (!parsed.ok) {
    return fault(parsed.reason === 'bad-signature' ? 'bad-signature' : 'malformed', parsed.detail);
  }
  const signer = signerOf(parsed.message);
  if (!signer) return fault('bad-signature', 'no key can have made this signature');
  if (!signers.includes(signer)) return fault('unpinned-signer', `signed by ${signer}, which is not pinned`);
  const value = parseCanonical(parsed.message.payload);
  const checked = checkConfig(Manifest, value);
  if (!checked.ok) return fault('malformed', checked.errors.join('; ').slice(0, 500));
  if (checked.config.network !== network) {
    return fault('wrong-network', `network is ${checked.config.network}; expected ${network}`);
  }
  return { ok: true, manifest: checked.config };
}

/** Undefined unless there is one reading of it (formats 1). */
function parseCanonical(payload: string): unknown {
  try {
    const value = JSON.parse(payload);
    return JSON.stringify(value) === payload ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What a bundle says of itself in `release.json`; undefined where that is nothing of the kind. */
export const ReleaseFile = Type.Object({
  version: Type.String({ pattern: VERSION_PATTERN }),
  architecture: BundleFile.properties.architecture,
  kind: Type.Optional(Manifest.properties.kind),
});
export type ReleaseFile = Type.Static<typeof ReleaseFile>;

export function readRelease(bytes: Uint8Array): ReleaseFile | undefined {
  try {
    const checked = checkConfig(ReleaseFile, JSON.parse(tryFromUtf8(bytes) ?? ''));
    return checked.ok ? checked.config : undefined;
  } catch {
    return undefined;
  }
}
