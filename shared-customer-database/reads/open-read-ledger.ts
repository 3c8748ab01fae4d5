import { addressOf } from '@access-layer/core/sign';
import { loadKey } from '@access-layer/kit/keystore';
import type { Log } from '@access-layer/kit/log';
import type { Stream } from '@access-layer/kit/stream';
import type { Access } from '../access/access.ts';
import type { Registry } from '../registry.ts';
import type { Attester } from './attest.ts';
import type { ReadLedgerConfig } from './read-ledger-config.ts';
import { ReadReader } from './read-reader.ts';
import { createReadWriter } from './read-writer.ts';
import { createReads } from './reads.ts';
import { createAttestedSender, everySo, UNUSUAL_READS } from './send-attested.ts';

export interface ReadLedgerOptions {
  file: string;
  network: string;
  /** The service's key; without it entries are kept and not signed. */
  signing: { keystoreFile: string; passphraseFile: string } | undefined;
  config: ReadLedgerConfig | undefined;
  access: Pick<Access, 'allowedRanges'>;
  registry: Pick<Registry, 'podFacts' | 'list'>;
  stream: Pick<Stream, 'append' | 'trim'>;
  log: Log;
}

const DEFAULTS = { service: 'shared-customer-database', signEveryS: 60, noticeDays: 7 };
const DAY_MS = 86_400_000;
/** An entry of something that does not end, an event stream for example, is complete after so long. */
const OPEN_MS = 300_000;
const SECOND_MS = 1000;

export type ReadLedger = Awaited<ReturnType<typeof openReadLedger>>;

/** The read ledger of this service: entered at once, signed every so often, and handed on to be anchored. */
export async function openReadLedger(options: ReadLedgerOptions) {
  const { file, network, signing, config, stream, log } = options;
  const { service = DEFAULTS.service, signEveryS = DEFAULTS.signEveryS } = config ?? {};
  const { noticeDays = DEFAULTS.noticeDays } = config ?? {};
  const attester: Attester | undefined = signing && {
    ...{ network, service },
    privateKey: loadKey(signing.keystoreFile, signing.passphraseFile),
  };
  const writer = createReadWriter({ file, attester });
  // The first order makes the file and its tables.
  await writer.write({ kind: 'attest', endBeforeMs: 0 });
  const reader = new ReadReader(file);
  const sender =
    attester &&
    createAttestedSender({ reader, writer, stream, service, signer: addressOf(attester.privateKey) });
  const hand = async () => {
    await writer.write({ kind: 'attest', endBeforeMs: Date.now() - OPEN_MS });
    await sender?.send();
    await stream.trim(UNUSUAL_READS, Date.now() - noticeDays * DAY_MS);
  };
  const handing = everySo(signEveryS * SECOND_MS, hand, log);
  void handing.run();
  if (!attester) log.warn('reads are entered and signed by nobody: no key is configured (signing)');
  return {
    service,
    reads: createReads({ ...options, writer }),
    reader,
    writer,
    /** Signs and hands on what is complete now. */
    handOn: handing.run,
    problem: () =>
      writer.problem() ??
      handing.problem() ??
      (attester ? undefined : 'nobody signs it: the configuration has no key (signing)'),
    async close(): Promise<void> {
      await handing.stop();
      await writer.close();
      reader.close();
    },
  };
}
