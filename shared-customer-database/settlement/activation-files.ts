import { toUtf8 } from '@access-layer/core/bytes';
import {
  type ActivationDossier,
  DOSSIER,
  MARKET_DOCUMENT,
  type MarketCodes,
  SUMMARY,
} from '@access-layer/core/dossier/dossier';
import { energyAccount } from '@access-layer/core/dossier/energy-account';
import { summaryCsv } from '@access-layer/core/dossier/summary-csv';
import { writeZip, type ZipEntry } from '@access-layer/core/dossier/zip';
import type { ProofFile } from '@access-layer/core/proof';
import { formatTime } from '@access-layer/core/time';
import type { StatementCertificates } from '../ingestion-api/statement-certificates.ts';
import type { UsedPacket } from './activation-task.ts';
import { type ArchiveSigner, sealed } from './seal-archive.ts';
import type { SettledActivation } from './settlements.ts';

export interface FilesOptions {
  network: string;
  market: MarketCodes;
  certificates: Pick<StatementCertificates, 'proof'>;
  signer: ArchiveSigner;
  decidedBy: string | undefined;
}

export interface ActivationFiles {
  bytes: Uint8Array;
  /** Latest receipt of what is in it. */
  through: string;
}

type NamedProof = { file: string; proof: ProofFile };

/**
 * The archive of one activation: dossier, proofs, summary, market document, manifest, signature. The same bytes each time.
 * @throws AccessLayerError SCD_NOT_ANCHORED, SCD_NO_BINDING
 */
export async function activationFiles(
  activation: SettledActivation,
  options: FilesOptions,
): Promise<ActivationFiles> {
  const { setPoint, hash, worked } = activation;
  const proofs = await proofsOf(activation, options);
  const { stages, readings, disputes, settlements, ...single } = proofs;
  const all = [...Object.values(single), ...stages, ...readings, ...disputes, ...settlements].filter(
    (each) => each !== undefined,
  );
  const through = formatTime(Math.max(...all.map(({ proof }) => proof.leaf.receivedAt)));
  const filesOf = (list: NamedProof[]) => list.map(({ file }) => file);
  const one = (each: NamedProof | undefined, name: string) => (each ? { [name]: each.file } : {});
  const dossier: ActivationDossier = {
    accessLayerDossier: 1,
    network: options.network,
    pod: setPoint.pod,
    setPoint: { id: setPoint.id, seq: setPoint.seq, hash },
    through,
    input: inputOf(activation, options),
    outcome: worked.outcome,
    evidence: {
      setPoint: single.setPoint.file,
      ...one(single.request, 'request'),
      ...one(single.order, 'order'),
      ...one(single.result, 'result'),
      ...one(single.baseline, 'baseline'),
      ...{ stages: filesOf(stages), readings: filesOf(readings) },
      ...{ disputes: filesOf(disputes), settlements: filesOf(settlements) },
    },
  };
  const summarised = [{ setPoint, outcome: worked.outcome }];
  const entries = [
    entry(DOSSIER, `${JSON.stringify(dossier)}\n`),
    entry(SUMMARY, summaryCsv(summarised)),
    entry(MARKET_DOCUMENT, energyAccount({ id: setPoint.id, market: options.market, through }, summarised)),
    ...all.map(({ file, proof }) => entry(file, `${JSON.stringify(proof)}\n`)),
  ];
  const about = { network: options.network, kind: 'activation' as const, through };
  return { bytes: writeZip(sealed(about, entries, options.signer)), through };
}

function inputOf({ worked, task, excludedDays }: SettledActivation, { market, decidedBy }: FilesOptions) {
  const { missing, supersededMs, days } = worked;
  return {
    ...{ days, excludedDays },
    events: task.events.map(({ fromMs, untilMs }) => ({
      from: formatTime(fromMs),
      until: formatTime(untilMs),
    })),
    ...(supersededMs === undefined ? {} : { supersededAt: formatTime(supersededMs) }),
    missing,
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...{ parameters: task.parameters, market },
  };
}

async function proofsOf({ market, worked, payloadHash }: SettledActivation, { certificates }: FilesOptions) {
  const prove = async (name: string, message: { payloadHash: string }): Promise<NamedProof> => ({
    file: `proofs/${name}.proof.json`,
    proof: await certificates.proof(message.payloadHash as `0x${string}`),
  });
  const maybe = (name: string, message: { payloadHash: string } | undefined) =>
    message && prove(name, message);
  const each = (name: string, messages: { payloadHash: string }[]) =>
    Promise.all(messages.map((message, i) => prove(`${name}-${i + 1}`, message)));
  return {
    setPoint: await prove('set-point', { payloadHash }),
    request: await maybe('request', market.request),
    order: await maybe('order', market.order),
    result: await maybe('result', market.result),
    baseline: await maybe('baseline', market.baseline),
    stages: worked.stages.map((packet) => ofPacket('activation', packet)),
    readings: worked.readings.map((packet) => ofPacket('reading', packet)),
    disputes: await each('dispute', market.disputes),
    settlements: await each('settlement', market.settlements),
  };
}

function ofPacket(name: string, { node, seq, proof }: UsedPacket): NamedProof {
  return { file: `proofs/${name}-${node}-${seq}.proof.json`, proof: proof! };
}

function entry(name: string, text: string): ZipEntry {
  return { name, bytes: toUtf8(text) };
}
