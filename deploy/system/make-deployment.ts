import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import { makeCertificates } from './certificates.ts';
import { makeChain } from './chain-files.ts';
import { makeEngineFiles } from './engine-files.ts';
import { DeploymentFolder } from './folder.ts';
import { secretOf } from './kubernetes.ts';
import { makeOperationFiles } from './operation-files.ts';
import { makeServiceConfigurations } from './service-files.ts';
import { DEPLOY, filesOf, system } from './system.ts';

export interface DeploymentOptions {
  /** Name under which all of it is reached. */
  domain: string;
  /** Of the deployment, as in every signed payload. */
  network: string;
  chainId: number;
  /** Who is told of alerts. */
  alertWebhook: string;
  /** Addresses of the keys that sign set-points for the DSO; Light Nodes pin them when they enrol. */
  setPointSigners: string[];
}

/**
 * Writes everything that the containers of a deployment read: keys, certificates, passwords, configurations. May be
 * repeated: what is secret stays, certificates are renewed in time, the rest is what the options and this version say.
 */
export async function makeDeployment(dir: string, options: DeploymentOptions): Promise<DeploymentFolder> {
  const folder = new DeploymentFolder(dir);
  await makeCertificates(folder, options.domain);
  const chain = makeChain(folder, options);
  await makeEngineFiles(folder);
  makeServiceConfigurations(folder, options, chain);
  makeOperationFiles(folder, options);
  folder.put('kustomization.yaml', kustomization(dir));
  return folder;
}

/** The manifests with the secrets of this deployment. Names of secrets have a hash, so a change restarts who reads it. */
function kustomization(dir: string): string {
  return stringify({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: 'access-layer',
    resources: [relative(dir, join(DEPLOY, 'kubernetes'))],
    secretGenerator: system.map((unit) => ({
      name: secretOf(unit.name),
      files: filesOf(unit).map((file) => `files/${file}`),
    })),
  });
}
