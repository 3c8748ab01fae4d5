import { toUtf8 } from '@access-layer/core/bytes';
import { MARKET_DOCUMENT, MONTH, type MonthDossier, SUMMARY } from '@access-layer/core/dossier/dossier';
import { energyAccount } from '@access-layer/core/dossier/energy-account';
import { fileOf, type Manifest } from '@access-layer/core/dossier/manifest';
import { type SummarisedActivation, summaryCsv } from '@access-layer/core/dossier/summary-csv';
import { createZipWriter, type ZipEntry } from '@access-layer/core/dossier/zip';
import { AccessLayerError } from '@access-layer/core/errors';
import type { Caller } from '@access-layer/kit/token';
import { manifestEntries } from './seal-archive.ts';
import { type KnownSetPoint, noKey, type Settlements } from './settlements.ts';

/** Why an activation has no archive of its own; anything else is a fault. */
const WITHOUT = ['SCD_NOT_ANCHORED', 'SCD_NO_BINDING', 'SCD_FORBIDDEN', 'SCD_NOT_ENDED'];

/**
 * The archive of a month, piece by piece: an archive for each activation, then what they sum up to, the manifest and its
 * signature. An activation without an archive is named with the reason.
 * @throws AccessLayerError SCD_NO_KEY
 */
export async function* monthArchive(
  settlements: Settlements,
  caller: Caller,
  {
    month,
    activations,
    signal,
  }: { month: string; activations: readonly KnownSetPoint[]; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const { signer, network, parameters, market } = settlements;
  if (!signer) throw noKey();
  const writer = createZipWriter();
  const files: Manifest['files'] = [];
  const dossier: MonthDossier = {
    ...{ accessLayerDossier: 1, network, month, zone: parameters.zone, activations: [], withoutDossier: [] },
  };
  const summarised: SummarisedActivation[] = [];
  let latest = '';
  const add = (entry: ZipEntry): Uint8Array => {
    files.push(fileOf(entry));
    return writer.entry(entry);
  };
  for (const known of activations) {
    const { pod, id, seq } = known.setPoint;
    try {
      const { activation, files: made } = await settlements.archive(caller, known, { signal, isBegun: true });
      const { outcome } = activation.worked;
      const file = `activations/${pod}-${seq}-${id}.zip`;
      dossier.activations.push({ file, pod, setPoint: id, state: outcome.state });
      summarised.push({ setPoint: known.setPoint, outcome });
      if (made.through > latest) latest = made.through;
      yield add({ name: file, bytes: made.bytes });
    } catch (error) {
      if (!(error instanceof AccessLayerError) || !WITHOUT.includes(error.code)) throw error;
      dossier.withoutDossier.push({ pod, setPoint: id, code: error.code, reason: error.message });
    }
  }
  yield add({ name: MONTH, bytes: toUtf8(`${JSON.stringify(dossier)}\n`) });
  yield add({ name: SUMMARY, bytes: toUtf8(summaryCsv(summarised)) });
  if (summarised.length > 0) {
    const head = { id: `${network}-${month}`.slice(0, 60), market, through: latest };
    yield add({ name: MARKET_DOCUMENT, bytes: toUtf8(energyAccount(head, summarised)) });
  }
  const through = latest === '' ? {} : { through: latest };
  for (const entry of manifestEntries({ network, kind: 'month', ...through }, files, signer))
    yield writer.entry(entry);
  yield writer.end();
}
