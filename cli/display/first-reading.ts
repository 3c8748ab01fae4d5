import type { RunFile } from '../data-folder.ts';

/** The first anchored reading that the Data API serves. */
export interface FirstReading {
  pod: string;
  /** Hash under which its proof is served. */
  payloadHash: string;
  at: string;
  values: Record<string, unknown>;
}

interface ServedReading {
  at: string;
  values?: Record<string, unknown>;
  stage: string;
  certificate: { payloadHash: string; receivedAt: string };
}

const TIMEOUT_MS = 3000;

/** Asks the Data API for an anchored reading of this run, of any node; undefined where there is none yet. */
export async function findFirstReading(
  run: RunFile,
  headers: Record<string, string>,
): Promise<FirstReading | undefined> {
  for (const { pod, clockStart } of run.nodes) {
    const readings = await readingsSince(run.url, pod, clockStart, headers);
    const anchored = readings.find(
      ({ stage, certificate }) => stage === 'anchored' && certificate.receivedAt >= run.startedAt,
    );
    if (!anchored) continue;
    const { at, values = {}, certificate } = anchored;
    return { pod, at, values, payloadHash: certificate.payloadHash };
  }
  return undefined;
}

/** Readings of a PoD from a time of measurement on; none where the API does not answer. */
async function readingsSince(
  url: string,
  pod: string,
  from: string,
  headers: Record<string, string>,
): Promise<ServedReading[]> {
  try {
    const response = await fetch(`${url}/v1/pods/${pod}/readings?from=${from}&limit=100`, {
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) return [];
    return ((await response.json()) as { readings: ServedReading[] }).readings;
  } catch {
    return [];
  }
}

export function proofUrl(run: RunFile, { payloadHash }: FirstReading): string {
  return `${run.url}/v1/readings/${payloadHash}/proof`;
}

export function describeReading({ pod, at, values }: FirstReading): string {
  const power = values.activePowerW === undefined ? '' : `, ${values.activePowerW} W`;
  const energy = values.energyImportWh === undefined ? '' : `, ${values.energyImportWh} Wh`;
  return `${pod} at ${at}${power}${energy}`;
}
