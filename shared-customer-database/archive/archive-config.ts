import { isLoopbackAuthority } from '@access-layer/kit/loopback';
import Type from 'typebox';

const closed = { additionalProperties: false } as const;
const Path = Type.String({ minLength: 1 });

/** A folder of this machine. */
export const FolderArchiveConfig = Type.Object({ name: Type.Literal('folder'), dir: Path }, closed);

/** A bucket of an object store that speaks S3. */
export const S3ArchiveConfig = Type.Object(
  {
    name: Type.Literal('s3'),
    bucket: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{2,62}$', description: 'It must be there' }),
    prefix: Type.Optional(
      Type.String({ pattern: '^[a-z0-9./-]{0,100}$', description: 'Before every key; none where absent' }),
    ),
    region: Type.String({ minLength: 1 }),
    endpoint: Type.Optional(
      Type.String({ pattern: '^https?://', description: 'https; http on loopback only. AWS where absent' }),
    ),
    pathStyle: Type.Optional(
      Type.Boolean({ description: 'Bucket in the path, not in the host; true where an endpoint is given' }),
    ),
    accessKeyId: Type.Optional(Type.String({ minLength: 1 })),
    secretAccessKeyFile: Type.Optional(Path),
    lock: Type.Optional(
      Type.Object(
        {
          mode: Type.Enum(['governance', 'compliance']),
          days: Type.Integer({ minimum: 1, maximum: 36_500 }),
        },
        {
          ...closed,
          description:
            'Object lock of manifests and of batches with their trees and anchors, which hold no payload and no PoD; ' +
            'the bucket must have it. Never of payloads: an erasure removes them',
        },
      ),
    ),
    scratchDir: Type.Optional(
      Type.String({
        minLength: 1,
        description: "Folder for copies while they are read; the system's where absent",
      }),
    ),
  },
  closed,
);
export type S3ArchiveConfig = Type.Static<typeof S3ArchiveConfig>;

export const ArchiveConfig = Type.Union([FolderArchiveConfig, S3ArchiveConfig], {
  description: "Where days are archived; a folder in dataDir's archive where absent",
});
export type ArchiveConfig = Type.Static<typeof ArchiveConfig>;

/** What the schema cannot say of it. */
export function archiveFaults(archive: ArchiveConfig | undefined): string[] {
  if (archive?.name !== 's3') return [];
  const { endpoint, accessKeyId, secretAccessKeyFile } = archive;
  const faults: string[] = [];
  if (
    endpoint?.startsWith('http:') &&
    !isLoopbackAuthority(endpoint.slice('http://'.length).split('/', 1)[0]!)
  ) {
    faults.push(
      `archive.endpoint: "${endpoint}" is plain HTTP, which would show measurements to the network. Expected https`,
    );
  }
  if ((accessKeyId === undefined) !== (secretAccessKeyFile === undefined)) {
    faults.push('archive: accessKeyId and secretAccessKeyFile belong together; one of them is missing');
  }
  return faults;
}
