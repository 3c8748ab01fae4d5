import { readFileSync } from 'node:fs';
import type { AlarmsSettings } from './config.ts';
import { alarmsError } from './errors.ts';

/** Reads secrets by name, each time anew. No answer of the API holds one. */
export function createSecrets(secrets: AlarmsSettings['secrets'], env: NodeJS.ProcessEnv) {
  return (name: string): string => {
    const known = secrets.find((secret) => secret.name === name);
    const text = known && (known.file === undefined ? env[known.env ?? ''] : readText(name, known.file));
    if (!text?.trim())
      throw alarmsError('ALM_SECRET_MISSING', `there is no secret "${name}", or it is empty`);
    return text.trim();
  };
}

function readText(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw alarmsError('ALM_SECRET_MISSING', `the file of the secret "${name}" cannot be read`, { cause });
  }
}
