/** What a step gets: a data folder that was just restored and that nothing runs on. */
export interface ReplayedFolder {
  dataDir: string;
  /** The list of erasures of the system that the backup was made of, where it was given. */
  erasuresFile: string | undefined;
  say: (line: string) => void;
}

/** One place that may hold what was erased after the backup was made; the same order may come again. */
export type ReplayStep = (folder: ReplayedFolder) => Promise<void>;

/** In this order; a restored folder is not handed over before all have run. */
const STEPS: ReplayStep[] = [];

/** Erases again what was erased after a backup was made: a backup does not bring anything back. */
export async function replayErasures(folder: ReplayedFolder): Promise<void> {
  for (const step of STEPS) await step(folder);
}
