import { readFileSync, writeFileSync } from 'node:fs';

/** What somebody proves who he is with: a platform by its secret, a person by a password. */
export interface Credential {
  kind: 'client' | 'user';
  id: string;
  secret: string;
  about: string;
}

const HEADER = `# Accounts of this demonstration, made at first start. Whoever reads this file can act as any of them.
# client: for programs (client credentials); user: for people who sign in. An account is what it is called.
`;

/** Written for people and read by \`access-layer token\`; only its owner may read it. */
export function writeCredentials(file: string, credentials: Credential[]): void {
  const lines = credentials.map(
    ({ kind, id, secret, about }) => `${kind.padEnd(7)}${id.padEnd(16)}${secret.padEnd(46)}${about}`,
  );
  writeFileSync(file, `${HEADER}\n${lines.join('\n')}\n`, { mode: 0o600 });
}

/** The credentials in a file; none where there is no such file. */
export function readCredentials(file: string): Credential[] {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .map((line) => /^(client|user) +(\S+) +(\S+) +(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, kind, id, secret, about]) => ({
      kind: kind as Credential['kind'],
      id: id!,
      secret: secret!,
      about: about!,
    }));
}
