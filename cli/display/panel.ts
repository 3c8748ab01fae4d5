import { STAGES } from '@access-layer/core/stage';
import type { RunFile } from '../data-folder.ts';
import type { Paint } from '../terminal.ts';
import type { Counters } from './counters.ts';

export interface PanelState {
  network: string;
  run: RunFile;
  counters: Counters;
  /** Readings a second, over the last while. */
  readingsPerS: number;
  upS: number;
  /** How the first anchored reading was served; undefined until it was. */
  first?: string;
  proofFile: string;
  dataOption: string;
}

const COLUMN = 12;

/** The live picture: one line a fact. */
export function panelLines(state: PanelState, paint: Paint): string[] {
  const { counters, run, network } = state;
  const nodes = `${run.nodes.length} Light Node${run.nodes.length === 1 ? '' : 's'}`;
  const numbers = STAGES.map((stage) => thousands(counters.stages[stage]).padStart(COLUMN)).join('');
  return [
    '',
    `${paint('bold', 'Access Layer')}  network ${network}, ${nodes}, up ${duration(state.upS)}`,
    '',
    paint('dim', STAGES.map((stage) => stage.padStart(COLUMN)).join('')),
    paint('green', numbers),
    paint(
      'dim',
      `${'readings'.padStart(COLUMN)}${'packets from here on'.padStart(22)}${'answers'.padStart(COLUMN * 6 - 22)}`,
    ),
    '',
    `  ${statusLine(state)}`,
    ...counters.warnings.map((warning) => `  ${paint('yellow', `! ${warning}`)}`),
    ...(state.first ? [`  ${paint('cyan', state.first)}`] : []),
    '',
    ...addressLines(state).map(([what, address]) => `  ${paint('dim', what.padEnd(14))}${address}`),
    '',
    paint('dim', '  Ctrl-C stops all of it; the next start goes on from there.'),
  ];
}

/** The same for a log: one line. */
export function logLine({ counters, readingsPerS }: PanelState): string {
  const stages = STAGES.map((stage) => `${stage} ${counters.stages[stage]}`).join(', ');
  const warnings = counters.warnings.map((warning) => `; ! ${warning}`).join('');
  return `${stages}; ${counters.batches} batches, ${readingsPerS.toFixed(1)} readings/s${warnings}`;
}

/** What one can open or paste. */
export function addressLines({ run, proofFile, dataOption }: PanelState): [string, string][] {
  const pod = run.nodes[0]!.pod;
  return [
    ['dashboard', `${run.url}/`],
    ['all APIs', `${run.url}/docs`],
    ['accounts', 'demo-credentials.txt in the data folder'],
    ['chain', `${run.chainRpc}  (JSON-RPC)`],
    ['a token', `TOKEN=$(npx access-layer token --client operator${dataOption})`],
    ['a reading', `curl -H "Authorization: Bearer $TOKEN" '${run.url}/v1/pods/${pod}/readings?limit=1'`],
    ['its proof', `curl -H "Authorization: Bearer $TOKEN" -o reading.proof.json ${proofFile}`],
    ['check it', `npx access-layer verify reading.proof.json${dataOption}`],
  ];
}

function statusLine({ counters, readingsPerS }: PanelState): string {
  const { batches, oldestUnanchoredS, queued } = counters;
  const oldest = oldestUnanchoredS > 0 ? `${Math.round(oldestUnanchoredS)} s` : 'none';
  return `${readingsPerS.toFixed(1)} readings/s   ${thousands(batches)} batches   oldest un-anchored ${oldest}   queued at nodes ${queued}`;
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}

function duration(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
}
