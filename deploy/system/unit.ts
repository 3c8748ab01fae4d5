import type { ImageName } from './images.ts';

/** One program of a unit. */
export interface Container {
  name: string;
  image: ImageName;
  /** In place of what the image starts; `args` alone is handed to it. */
  command?: string[];
  args?: string[];
  env?: Record<string, string>;
  /** Path in the container, and name of the file in the folder of the deployment. */
  files?: Record<string, string>;
  /** Path in the container, and name of the volume. */
  volumes?: Record<string, string>;
  /** Command that ends with 0 when it is ready. */
  isReady?: string[];
  memoryMiB: number;
}

/** What shares one network address: a service, and what ends TLS in front of it. */
export interface Unit {
  /** Also its host name, and the name in its certificate. */
  name: string;
  containers: Container[];
  /** Run before the others, one after the other, to their end. */
  first?: Container[];
  /** It ends when its work is done. */
  isJob?: true;
  /** Where other units reach it. */
  ports?: number[];
  /** Of those, what the outside reaches, and under which port of the machine where all is one. */
  published?: Record<number, number>;
  /** Units of one group hold copies of the same: never on one machine, and never stopped together. */
  group?: string;
  /** How many run side by side in Kubernetes; more than one only where it keeps nothing. Compose runs one. */
  replicas?: number;
  /** User that the containers run as, and that owns the volumes. */
  user?: number;
  /** Size of each volume of its own. */
  volumes?: Record<string, string>;
  /** Size of each volume that all units of the group write into. */
  sharedVolumes?: Record<string, string>;
  /** Units, or groups of them, that must be ready, or jobs that must have ended, before it starts; in Kubernetes it is started again until then. */
  needs?: string[];
}

/** Folder of a unit's own files in every container of ours. */
export const ETC = '/etc/access-layer';
export const DATA = '/var/lib/access-layer';
/** Where what ends TLS in front of a service listens. */
export const TLS_PORT = 8443;
