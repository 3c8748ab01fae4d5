import type { Hex } from '@access-layer/core/bytes';
import type { Log } from '@access-layer/kit/log';
import type { Access } from '../access/access.ts';
import type { Reads } from '../reads/reads.ts';
import type { Registry } from '../registry.ts';
import type { StatementCertificates } from './statement-certificates.ts';

/** Whether the contract holds this key as one of a kind that is valid at a time. Throws while it cannot be read. */
export type KeyListed = (key: Hex, kind: 'party' | 'set-point-signer', timeMs: number) => Promise<boolean>;

/** What the routes work on. */
export interface IngestionSources {
  registry: Registry;
  access: Access;
  /** Hands the outbox to the stream; answers when everything written so far is on it. */
  outbox: { flush(): Promise<void> };
  keyListed: KeyListed;
  certificates: StatementCertificates;
  /** Name of the deployment: what is signed for another one is refused. */
  network: string;
  podPattern: RegExp;
  log: Log;
  /** Where reads are entered. */
  reads?: Pick<Reads, 'given' | 'personal' | 'documents'>;
  /** Most bytes of one NDJSON body; 64 MiB where absent. */
  maxBulkBytes?: number;
}
