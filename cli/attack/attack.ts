import type { Surroundings } from '../command.ts';
import type { DataFolder, RunFile } from '../data-folder.ts';
import type { Defender } from './defender.ts';

/** What an attack finds: the running system, and how to tell what is done. */
export interface Scene {
  folder: DataFolder;
  run: RunFile;
  around: Surroundings;
  /** One line: what is tried, or seen. */
  say: (line: string) => void;
  /** What the people who run the system would see. */
  defender: Defender;
  /** A header with an access token of a client of the demonstration. */
  as: (client: string) => Promise<{ authorization: string }>;
}

/** What each file in `attacks/` exports by default. */
export interface Attack {
  name: string;
  /** What is tried, in one line. */
  summary: string;
  /** What the attacker has; nothing else of the folder is used for the attack itself. */
  has: string;
  /** What becomes of the damage. */
  undo: string;
  /** Answers how it was noticed; undefined where it was not. */
  run(scene: Scene): Promise<string | undefined>;
}
