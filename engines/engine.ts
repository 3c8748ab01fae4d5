/** A server that others built, started from packages on this machine; see `docs/engines.md`. */
export interface Engine {
  name: string;
  /** Fetches and builds what is missing; quick when nothing is. Rejects with ENGINE_MISSING where it cannot be had. */
  install(say: Say): Promise<void>;
  /** Starts it on free loopback ports with its data in `dir`, and waits until it answers. */
  start(options: StartOptions): Promise<RunningEngine>;
}

export type Say = (line: string) => void;

export interface StartOptions {
  /** Data, configuration and logs; a second start in the same folder goes on with the same data and ports. */
  dir: string;
  say: Say;
}

export interface RunningEngine {
  /** What clients need, for people and programs: name to address. */
  addresses: Record<string, string>;
  /** The server processes: to kill one of them in a test. */
  members: EngineMember[];
  stop(): Promise<void>;
}

export interface EngineMember {
  name: string;
  pid: () => number;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on its data and ports, and waits until it answers. */
  restart(): Promise<void>;
}
