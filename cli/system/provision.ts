import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Hex } from '@access-layer/core/bytes';
import type { CertificateAuthority } from '@access-layer/kit/pki';
import { type DsoRegistry, openDsoRegistry, type RegisteredNode } from '@access-layer/registrar/dso-registry';
import type { DataFolder } from '../data-folder.ts';
import { DEMO_PARTIES } from '../demo-parties.ts';
import { siteOf } from '../district/sites.ts';
import { ensureCa, ensureCertificate } from './certificates.ts';
import { type DsoPlatform, ensureDsoPlatform } from './dso-platform.ts';
import { ensureKey, type KeyFiles } from './keys.ts';

/** Everything that must exist before the first process starts; made once, found again later. */
export interface Provisioned {
  network: string;
  caFile: string;
  caKeyFile: string;
  dso: DsoRegistry;
  dsoKey: KeyFiles;
  anchorerKey: KeyFiles;
  /** Of the Shared Customer Database. */
  scdKey: KeyFiles;
  broker: { certFile: string; keyFile: string };
  onboardingServer: { certFile: string; keyFile: string };
  nodes: ProvisionedNode[];
  /** Address of the key that a party signs its statements with, by its id. */
  partyKeys: ReadonlyMap<string, Hex>;
  dsoPlatform: DsoPlatform;
}

export interface ProvisionedNode extends RegisteredNode {
  dir: string;
  keyFiles: KeyFiles;
  certificate: { certFile: string; keyFile: string };
}

/** The profiles of the simulated meters, in turn. */
const PROFILES = ['sdm630', 'pac3200', 'em340', 'iem3155', 'abb-b23', 'sdm120', 'pac4200'] as const;

/** Makes keys, certificates and the DSO's registry for `count` nodes where they are not there yet. */
export async function provision(
  folder: DataFolder,
  { nodes: count, isDistrict }: { nodes: number; isDistrict: boolean },
): Promise<Provisioned> {
  mkdirSync(folder.dir, { recursive: true, mode: 0o700 });
  for (const dir of [folder.logs, folder.meters]) mkdirSync(dir, { recursive: true });
  const dso = openDsoRegistry(folder.dso);
  const network = dso.network();
  const ca = await ensureCa(folder.ca, network);
  const broker = { commonName: 'blockchain-access-layer', serverNames: ['127.0.0.1', 'localhost'] };
  const onboarding = { ...broker, commonName: 'onboarding' };
  return {
    network,
    caFile: join(folder.ca, 'ca.pem'),
    caKeyFile: join(folder.ca, 'ca.key'),
    dso,
    dsoKey: ensureKey(folder.dso),
    anchorerKey: ensureKey(folder.bal),
    scdKey: ensureKey(folder.scd),
    broker: await ensureCertificate(ca, folder.bal, 'broker', broker),
    onboardingServer: await ensureCertificate(ca, folder.onboarding, 'server', onboarding),
    nodes: await ensureNodes(folder, dso, ca, { count, isDistrict }),
    dsoPlatform: await ensureDsoPlatform(folder, ca),
    partyKeys: new Map(DEMO_PARTIES.map(({ id }) => [id, ensureKey(folder.party(id)).address])),
  };
}

/** The first `count` nodes; those that are not there yet are added. Nodes beyond it keep all they have. */
async function ensureNodes(
  folder: DataFolder,
  dso: DsoRegistry,
  ca: CertificateAuthority,
  { count, isDistrict }: { count: number; isDistrict: boolean },
): Promise<ProvisionedNode[]> {
  const known = dso.nodes();
  const nodes: ProvisionedNode[] = [];
  for (let ordinal = 1; ordinal <= count; ordinal++) {
    const id = `ln-${String(ordinal).padStart(4, '0')}`;
    const dir = folder.node(id);
    const keyFiles = ensureKey(dir);
    const certificate = await ensureCertificate(ca, dir, 'client', { commonName: id });
    const registered =
      known.find((node) => node.ordinal === ordinal) ?? addNode(dso, { ordinal, id, isDistrict }, keyFiles);
    nodes.push({ ...registered, dir, keyFiles, certificate });
  }
  return nodes;
}

/** Distributor number 999 is nobody's, so no simulated PoD is a real customer's. */
function addNode(
  dso: DsoRegistry,
  { ordinal, id, isDistrict }: { ordinal: number; id: string; isDistrict: boolean },
  { address }: KeyFiles,
): RegisteredNode {
  const house = { profile: PROFILES[(ordinal - 1) % PROFILES.length]!, role: 'exchange' as const };
  const { profile, role } = isDistrict ? siteOf(ordinal) : house;
  const node: RegisteredNode = {
    ordinal,
    id,
    podCode: `IT999E${String(ordinal).padStart(8, '0')}`,
    meterId: `${profile}-${String(ordinal).padStart(4, '0')}`,
    ...{ role, profile },
    key: address,
  };
  dso.addNode(node, Date.now());
  return node;
}
