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
  certificate: { payloadHash: string };
}

const TIMEOUT_MS = 3000;

/** Asks the Data API for an anchored reading of any node; undefined where there is none yet. */
export async function findFirstReading(run: RunFile, sinceMs: number): Promise<FirstReading | undefined> {
  for (const { pod } of run.nodes) {
    const anchored = (await readingsOf(run, pod, sinceMs)).find(({ stage }) => stage === 'anchored');
    if (!anchored) continue;
    const { at, values = {}, certificate } = anchored;
    return { pod, at, values, payloadHash: certificate.payloadHash };
  }
  return undefined;
}

/** Readings of a PoD from a time of measurement on; none where the API does not answer. */
async function readingsOf(run: RunFile, pod: string, sinceMs: number): Promise<ServedReading[]> {
  const from = new Date(sinceMs).toISOString();
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const url = `${run.scdUrl}/v1/pods/${pod}/readings?from=${from}&until=${until}`;
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/x-ndjson' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) return [];
    const lines = (await response.text()).split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as ServedReading);
  } catch {
    return [];
  }
}

export function proofUrl(run: RunFile, { payloadHash }: FirstReading): string {
  return `${run.scdUrl}/v1/readings/${payloadHash}/proof`;
}

export function describeReading({ pod, at, values }: FirstReading): string {
  const power = values.activePowerW === undefined ? '' : `, ${values.activePowerW} W`;
  const energy = values.energyImportWh === undefined ? '' : `, ${values.energyImportWh} Wh`;
  return `${pod} at ${at}${power}${energy}`;
}
