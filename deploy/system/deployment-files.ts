import { composeYaml } from './compose.ts';
import { kubernetesFiles } from './kubernetes.ts';

/** Path and text of every file that is made from the description of the system. */
export function deploymentFiles(): Record<string, string> {
  const kubernetes = Object.entries(kubernetesFiles());
  return {
    'deploy/compose/compose.yaml': composeYaml(),
    ...Object.fromEntries(kubernetes.map(([name, text]) => [`deploy/kubernetes/${name}`, text])),
  };
}
