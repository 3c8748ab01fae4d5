import type { Hex } from '../bytes.ts';
import { tryFromUtf8 } from '../bytes.ts';
import { LISTED } from '../commitment.ts';
import { messageOf } from '../errors.ts';
import { messageHashOf, payloadHashOf } from '../message.ts';
import type { NetworkFile } from '../network.ts';
import { parsePayload } from '../payload.ts';
import { type ProofFile, parseProofFile } from '../proof.ts';
import { type ChainReader, type Outcome, verifyProof } from '../verify.ts';
import {
  type ActivationDossier,
  DOSSIER,
  MARKET_DOCUMENT,
  MONTH,
  parseDossier,
  parseMonth,
  SUMMARY,
} from './dossier.ts';
import { energyAccount } from './energy-account.ts';
import { type Manifest, manifestFaults, openManifest } from './manifest.ts';
import { firstDifference, type ProvenMessage, recompute } from './recompute.ts';
import { rememberingReader } from './remembering-reader.ts';
import { type SummarisedActivation, summaryCsv } from './summary-csv.ts';
import { readZip, type ZipEntry } from './zip.ts';

export const DOSSIER_CHECKS = [
  'archive',
  'manifest',
  'signature',
  'signer',
  'proofs',
  'activations',
  'figures',
  'summary',
  'document',
] as const;
export interface DossierCheck {
  name: (typeof DOSSIER_CHECKS)[number];
  result: 'pass' | 'fail' | 'not-checked';
  reason: string;
}

export interface DossierVerification {
  outcome: Outcome;
  kind: Manifest['kind'];
  /** What it is about, in words. */
  title: string;
  checks: DossierCheck[];
  /** Proofs, or archives inside, that are not verified, with what is wrong. */
  findings: { file: string; outcome: string; reasons: string[] }[];
  warnings: string[];
}

export type DossierAnswer = DossierVerification | { outcome: 'unreadable'; detail: string };

export interface DossierTrust {
  network: NetworkFile;
  /** Without one, what only a chain tells is not checked. */
  chain?: ChainReader | undefined;
  /** The verifier's clock: the signer's key must be listed then, or when the latest message was received. */
  nowMs: number;
  /** Told after each proof. */
  onProof?: (done: number, total: number) => void;
}

const encoder = new TextEncoder();

/** Whether bytes are an archive and no proof file. */
export function isDossier(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/**
 * Checks an archive of an activation or of a month whole: its own form, signature and manifest, each proof in it against
 * the verifier's network file and chain, and that every figure in it follows from what is proven. Never throws.
 */
export async function verifyDossier(bytes: Uint8Array, trust: DossierTrust): Promise<DossierAnswer> {
  const chain = trust.chain && rememberingReader(trust.chain);
  return verifyArchive(bytes, { ...trust, chain });
}

async function verifyArchive(bytes: Uint8Array, trust: DossierTrust): Promise<DossierAnswer> {
  const zip = readZip(bytes);
  if (!zip.ok) return { outcome: 'unreadable', detail: zip.detail };
  const opened = openManifest(zip.entries);
  if (!opened.ok) return { outcome: 'unreadable', detail: opened.detail };
  const { manifest, signer, claimedSigner } = opened.opened;
  const faults = manifestFaults(manifest, zip.entries);
  const ofArchive = [
    check('archive', true, `${zip.entries.length} files, packed as the format says`),
    check('manifest', faults.length === 0, faults.join('; ') || 'every file is the one that was signed'),
    check(
      'signature',
      signer !== undefined,
      signer ? `signed by ${signer}` : `not signed by ${claimedSigner}`,
    ),
    networkOf(manifest, trust) ?? (await signerCheck(signer, manifest, trust)),
  ];
  const files = new Map(zip.entries.map((entry) => [entry.name, entry]));
  const inside =
    manifest.kind === 'month'
      ? await verifyMonth(files, trust)
      : await verifyActivation(files, manifest, trust);
  const checks = [...ofArchive, ...inside.checks];
  return { ...inside, kind: manifest.kind, checks, outcome: worst(checks, inside.outcomes) };
}

interface Inside {
  title: string;
  checks: DossierCheck[];
  findings: DossierVerification['findings'];
  warnings: string[];
  /** Of the proofs or archives inside. */
  outcomes: (Outcome | 'unreadable')[];
}

async function verifyActivation(
  files: Map<string, ZipEntry>,
  manifest: Manifest,
  trust: DossierTrust,
): Promise<Inside> {
  const proofs = await verifyProofs(
    [...files.values()].filter(({ name }) => name.startsWith('proofs/')),
    trust,
  );
  const text = textOf(files, DOSSIER);
  const dossier = text === undefined ? `${DOSSIER} is missing` : parseDossier(text);
  const ofProofs = proofsCheck(proofs.findings, proofs.outcomes);
  if (typeof dossier === 'string') {
    const checks = [ofProofs, check('figures', false, `${DOSSIER}: ${dossier}`)];
    return { ...proofs, title: 'an activation that cannot be read', checks };
  }
  const checks = [ofProofs, ...figureChecks(dossier, files, manifest, proofs.proven)];
  return { ...proofs, title: `activation ${dossier.setPoint.id} at ${dossier.pod}`, checks };
}

/** The outcome, the summary and the market document must be those that follow from the proofs. */
function figureChecks(
  dossier: ActivationDossier,
  files: Map<string, ZipEntry>,
  manifest: Manifest,
  proven: ReadonlyMap<string, ProvenMessage>,
): DossierCheck[] {
  const again = attempt(() => recompute(dossier, proven));
  if (typeof again === 'string') return [check('figures', false, again)];
  if (!again.ok) return [check('figures', false, again.faults.join('; '))];
  const { setPoint, outcome } = again;
  const isNamed = dossier.network === manifest.network && dossier.through === manifest.through;
  const difference = isNamed
    ? firstDifference(dossier.outcome, JSON.parse(JSON.stringify(outcome)))
    : 'the manifest names another network or time';
  const one = [{ setPoint, outcome }];
  const head = { id: setPoint.id, market: dossier.input.market, through: dossier.through };
  return [
    check(
      'figures',
      !difference,
      difference ?? `every figure follows from the proven readings: ${outcome.state}`,
    ),
    sameText('summary', files, SUMMARY, summaryCsv(one)),
    sameText('document', files, MARKET_DOCUMENT, energyAccount(head, one)),
  ];
}

async function verifyMonth(files: Map<string, ZipEntry>, trust: DossierTrust): Promise<Inside> {
  const text = textOf(files, MONTH);
  const month = text === undefined ? `${MONTH} is missing` : parseMonth(text);
  const archives = [...files.values()].filter(({ name }) => name.startsWith('activations/'));
  const inside: Inside = { title: '', checks: [], findings: [], warnings: [], outcomes: [] };
  const activations: SummarisedActivation[] = [];
  let dossier: ActivationDossier | undefined;
  let latest = '';
  for (const [done, { name, bytes }] of archives.entries()) {
    const answer = await verifyArchive(bytes, { ...trust, onProof: () => undefined });
    trust.onProof?.(done + 1, archives.length);
    inside.outcomes.push(answer.outcome);
    if (answer.outcome === 'unreadable') {
      inside.findings.push({ file: name, outcome: answer.outcome, reasons: [answer.detail] });
      continue;
    }
    if (answer.outcome !== 'verified') inside.findings.push(findingOf(name, answer));
    inside.warnings = [...new Set([...inside.warnings, ...answer.warnings])];
    const read = readActivation(bytes);
    if (!read) continue;
    activations.push({ setPoint: read.setPoint, outcome: read.dossier.outcome });
    dossier ??= read.dossier;
    if (read.dossier.through > latest) latest = read.dossier.through;
  }
  if (typeof month === 'string') {
    return {
      ...inside,
      title: 'a month that cannot be read',
      checks: [check('activations', false, `${MONTH}: ${month}`)],
    };
  }
  const listed = month.activations.map(({ file }) => file);
  const isListed = listed.join() === archives.map(({ name }) => name).join();
  const states = month.activations.every(({ setPoint, state }, i) => {
    const found = activations[i];
    return found?.setPoint.id === setPoint && found.outcome.state === state;
  });
  const checks = [
    check(
      'activations',
      isListed && states,
      `${archives.length} archives of activations, ${listed.length} listed`,
    ),
    sameText('summary', files, SUMMARY, summaryCsv(activations)),
  ];
  if (dossier) {
    const head = {
      id: `${month.network}-${month.month}`.slice(0, 60),
      market: dossier.input.market,
      through: latest,
    };
    checks.push(sameText('document', files, MARKET_DOCUMENT, energyAccount(head, activations)));
  }
  return { ...inside, title: `month ${month.month}, ${listed.length} activations`, checks };
}

/** What a month says of an activation: its set-point and its dossier, of an archive that was checked before. */
function readActivation(bytes: Uint8Array) {
  const zip = readZip(bytes);
  const files = new Map((zip.ok ? zip.entries : []).map((entry) => [entry.name, entry]));
  const dossier = parseDossier(textOf(files, DOSSIER) ?? '');
  if (typeof dossier === 'string') return undefined;
  const proof = parseProofFile(textOf(files, dossier.evidence.setPoint) ?? '');
  const parsed = proof.ok ? parsePayload(proof.proof.packet.payload) : undefined;
  return parsed?.ok && parsed.payload.type === 'set-point'
    ? { setPoint: parsed.payload, dossier }
    : undefined;
}

async function verifyProofs(entries: ZipEntry[], { network, chain, onProof }: DossierTrust) {
  const proven = new Map<string, ProvenMessage>();
  const [findings, outcomes]: [DossierVerification['findings'], Inside['outcomes']] = [[], []];
  const warnings = new Set<string>();
  for (const [done, { name, bytes }] of entries.entries()) {
    const parsed = parseProofFile(tryFromUtf8(bytes) ?? '');
    if (!parsed.ok) {
      outcomes.push('unreadable');
      findings.push({ file: name, outcome: 'unreadable', reasons: [parsed.detail] });
      continue;
    }
    const { outcome, checks, warnings: said } = await verifyProof(parsed.proof, network, chain);
    outcomes.push(outcome);
    for (const warning of said) warnings.add(warning);
    if (outcome !== 'verified') findings.push({ file: name, outcome, reasons: reasonsOf(checks) });
    // What failed is no ground for any figure.
    const message = outcome === 'failed' ? undefined : provenMessage(parsed.proof);
    if (message) proven.set(name, message);
    onProof?.(done + 1, entries.length);
  }
  return { proven, findings, outcomes, warnings: [...warnings] };
}

function provenMessage({ packet }: ProofFile): ProvenMessage | undefined {
  const parsed = parsePayload(packet.payload);
  if (!parsed.ok) return undefined;
  const { payload, signature } = packet;
  const messageHash = messageHashOf({ payload, signature: signature as Hex });
  return { messageHash, payloadHash: payloadHashOf(payload), payload: parsed.payload };
}

function proofsCheck(findings: Inside['findings'], outcomes: Inside['outcomes']): DossierCheck {
  const bad = findings.filter(({ outcome }) => outcome !== 'incomplete');
  if (bad.length > 0)
    return check('proofs', false, `${bad.length} of ${outcomes.length} fail: ${bad[0]!.file}`);
  const open = findings.length;
  if (open === 0) return check('proofs', true, `all ${outcomes.length} are verified`);
  return {
    name: 'proofs',
    result: 'not-checked',
    reason: `nothing fails; ${open} of ${outcomes.length} could not be checked whole`,
  };
}

function networkOf(manifest: Manifest, { network }: DossierTrust): DossierCheck | undefined {
  if (manifest.network === network.network) return undefined;
  return check('signer', false, `signed for network "${manifest.network}"; you trust "${network.network}"`);
}

/** The key must be one of the network's services, now or when the latest message in it was received. */
async function signerCheck(
  signer: Hex | undefined,
  { through }: Manifest,
  { chain, nowMs }: DossierTrust,
): Promise<DossierCheck> {
  if (!signer) return check('signer', false, 'nobody is known to have signed it');
  if (!chain) return { name: 'signer', result: 'not-checked', reason: 'no chain node was given' };
  try {
    for (const timeMs of [nowMs, ...(through === undefined ? [] : [Date.parse(through)])]) {
      const { valid, kind } = await chain.bindingAt(signer, LISTED, timeMs);
      if (valid && kind === 'service')
        return check('signer', true, `the registry lists ${signer} as a service`);
    }
    return check('signer', false, `the registry does not list ${signer} as a valid service`);
  } catch (error) {
    return {
      name: 'signer',
      result: 'not-checked',
      reason: `the chain node did not answer: ${messageOf(error)}`,
    };
  }
}

function sameText(
  name: 'summary' | 'document',
  files: Map<string, ZipEntry>,
  file: string,
  text: string,
): DossierCheck {
  const found = files.get(file)?.bytes;
  const expected = encoder.encode(text);
  const isSame = found?.length === expected.length && expected.every((byte, i) => byte === found[i]);
  return check(
    name,
    isSame,
    isSame ? `${file} says what the dossier says` : `${file} is not what follows from the dossier`,
  );
}

function findingOf(
  file: string,
  { outcome, checks, findings }: DossierVerification,
): Inside['findings'][number] {
  const inside = findings.map((finding) => `${finding.file}: ${finding.reasons.join(', ')}`);
  return { file, outcome, reasons: [...reasonsOf(checks), ...inside] };
}

function reasonsOf(checks: { name: string; result: string; reason: string }[]): string[] {
  const failed = checks.filter(({ result }) => result === 'fail');
  const told = failed.length > 0 ? failed : checks.filter(({ result }) => result === 'not-checked');
  return told.map(({ name, reason }) => `${name}: ${reason}`);
}

function worst(checks: DossierCheck[], outcomes: Inside['outcomes']): Outcome {
  if (checks.some(({ result }) => result === 'fail')) return 'failed';
  if (outcomes.some((outcome) => outcome === 'failed' || outcome === 'unreadable')) return 'failed';
  const isOpen = checks.some(({ result }) => result === 'not-checked') || outcomes.includes('incomplete');
  return isOpen ? 'incomplete' : 'verified';
}

function check(name: DossierCheck['name'], holds: boolean, reason: string): DossierCheck {
  return { name, result: holds ? 'pass' : 'fail', reason };
}

function textOf(files: Map<string, ZipEntry>, name: string): string | undefined {
  const entry = files.get(name);
  return entry && tryFromUtf8(entry.bytes);
}

/** A dossier is made by others: what cannot be worked out is a reason, not an error. */
function attempt<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    return `cannot be worked out: ${messageOf(error)}`;
  }
}
