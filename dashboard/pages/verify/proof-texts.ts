import { isDossier } from '@access-layer/core/dossier/verify-dossier';

/** One proof of a file that was dropped: a file may hold many. */
export interface ProofText {
  name: string;
  text: string;
}

/** An archive of an activation or of a month, which is checked as a whole. */
export interface ArchiveFile {
  name: string;
  bytes: Uint8Array;
}

export type Checkable = ProofText | ArchiveFile;

/** What there is to check in a file that was dropped. */
export function checkables(name: string, bytes: Uint8Array): Checkable[] {
  return isDossier(bytes) ? [{ name, bytes }] : proofTexts(name, new TextDecoder().decode(bytes));
}

/**
 * The proofs in a file: one proof file, lines of them (`Accept: application/x-ndjson`), or a page of the Data API
 * (`{proofs: [...]}`). What is none of these stays as it is, so that the verifier says what is wrong with it.
 */
export function proofTexts(name: string, content: string): ProofText[] {
  const whole = parse(content);
  if (whole !== undefined) {
    const list = Array.isArray(whole) ? whole : (whole as { proofs?: unknown }).proofs;
    if (!Array.isArray(list)) return [{ name, text: content }];
    return list.map((proof, index) => ({ name: `${name} ${index + 1}`, text: JSON.stringify(proof) }));
  }
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2 || parse(lines[0]!) === undefined) return [{ name, text: content }];
  return lines.map((text, index) => ({ name: `${name} ${index + 1}`, text }));
}

/** An object or list; undefined for everything else. */
function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
