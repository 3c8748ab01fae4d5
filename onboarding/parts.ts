import type { CertificateAuthority } from '@access-layer/kit/pki';
import type { Certificates } from './certificates.ts';
import type { Changes } from './changes.ts';
import type { Codes } from './codes.ts';
import type { OnboardingSettings } from './config.ts';
import type { Nodes } from './nodes.ts';
import type { Book } from './open-book.ts';
import type { RegistryView } from './registry-view.ts';
import type { Rotations } from './rotations.ts';

/** What every operation works on. */
export interface Parts {
  settings: OnboardingSettings;
  book: Book;
  codes: Codes;
  nodes: Nodes;
  certificates: Certificates;
  changes: Changes;
  rotations: Rotations;
  registry: RegistryView;
  authority: CertificateAuthority;
  /** Of the authority, PEM. */
  authorityPem: string;
  /** Sends what waits in the outbox, soon. */
  kick(): void;
  now(): number;
}
