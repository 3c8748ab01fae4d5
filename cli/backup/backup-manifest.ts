import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

const closed = { additionalProperties: false } as const;
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

export const BackedUpFile = Type.Object(
  {
    path: Type.String({ pattern: '^(?!/)(?!.*(^|/)\\.\\.(/|$)).+$' }),
    bytes: Type.Integer({ minimum: 0 }),
    mode: Type.Integer({ minimum: 0, maximum: 0o777 }),
    sha256: Sha256,
  },
  closed,
);
export type BackedUpFile = Type.Static<typeof BackedUpFile>;

/** What a backup holds: without this file it is none. */
export const BackupManifest = Type.Object(
  {
    accessLayerBackup: Type.Literal(1),
    createdAt: Type.String(),
    /** How long writers waited for the databases to be seen at one instant, and how long all of it took. */
    heldMs: Type.Number(),
    tookMs: Type.Number(),
    files: Type.Array(BackedUpFile),
  },
  closed,
);
export type BackupManifest = Type.Static<typeof BackupManifest>;

const FILE = 'backup.json';
const checker = Compile(BackupManifest);

export async function writeManifest(dir: string, manifest: BackupManifest): Promise<void> {
  const body = JSON.stringify(manifest);
  const text = `{"sha256":"${sha256Of(body)}","manifest":${body}}\n`;
  const file = await open(join(dir, `${FILE}.next`), 'w', 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(join(dir, `${FILE}.next`), join(dir, FILE));
}

/** @throws AccessLayerError CLI_BACKUP for a folder that is no whole backup */
export async function readManifest(dir: string): Promise<BackupManifest> {
  try {
    const text = await readFile(join(dir, FILE), 'utf8');
    const { manifest } = JSON.parse(text) as { manifest: unknown };
    if (!checker.Check(manifest)) throw new Error('it has another form');
    const body = JSON.stringify(manifest);
    if (text !== `{"sha256":"${sha256Of(body)}","manifest":${body}}\n`)
      throw new Error('its checksum is wrong');
    return manifest;
  } catch (cause) {
    throw new AccessLayerError({
      code: 'CLI_BACKUP',
      message: `${join(dir, FILE)} says of no backup what it holds: ${messageOf(cause)}. Expected a folder made by access-layer backup`,
      cause,
    });
  }
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
