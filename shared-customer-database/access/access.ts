import type { Log } from '@access-layer/kit/log';
import type { Interval } from '../registry/documents.ts';
import type { PodFacts, Registry } from '../registry.ts';
import { type DataSet, readAction } from './data-set.ts';
import {
  type Action,
  type CallerIdentity,
  documentQuestion,
  type Principal,
  principalOf,
  type Resource,
} from './question.ts';
import type { Decision, Rules } from './rules.ts';
import { segmentsOf } from './segments.ts';
import { watchRules } from './watched-rules.ts';

export interface PodQuestion {
  pod: string;
  dataSet: DataSet;
  /** Milliseconds since 1970 of measurement, half-open; `until` 0 is open. */
  from: number;
  until: number;
  /** If stated, only a consent for this purpose opens anything. */
  purpose?: string;
}

/** A piece of time that may be read, with what permits it. */
export interface AllowedRange extends Interval {
  /** Ids of the rules that permit. */
  rules: string[];
  /** Ids of the consents in force, where the rules asked for one. */
  consents: string[];
  /** The customers whose data it is. */
  holders: string[];
}

export interface AllowedRanges {
  /** In order, disjoint, half-open milliseconds; `until` 0 is open. Neighbours that differ only in why are joined. */
  ranges: Interval[];
  /** The same time, cut by what permits it: for the read ledger. */
  basis: AllowedRange[];
  /** Why nothing may be read; absent where something may. */
  refused?: string;
}

export interface Access {
  allowedRanges(caller: CallerIdentity, question: PodQuestion): Promise<AllowedRanges>;
  /** Which of these PoDs the caller may read at all in a time; by default their technical data now. */
  visiblePods(caller: CallerIdentity, pods: readonly string[], about?: About): Promise<VisiblePods>;
  /** Everything that is not a PoD's data: documents of the registry, and services. */
  may(caller: CallerIdentity, action: Action, resource: Resource): Promise<Decision>;
  /** Rises with every change of the rules in force. */
  rulesGeneration(): number;
  /** Looks at the files now; answers what is wrong with them. */
  reloadRules(): Promise<string[]>;
  close(): void;
}

export type About = Omit<PodQuestion, 'pod'>;

export interface VisiblePods {
  visible: string[];
  hiddenCount: number;
}

export interface AccessOptions {
  registry: Pick<Registry, 'version' | 'podFacts'>;
  policiesDir: string;
  log: Log;
  pollMs?: number;
  /** Decisions kept: one for each caller, PoD, data set and purpose. */
  maxCached?: number;
}

const MAX_CACHED = 100_000;
const MAX_FACTS = 10_000;

/**
 * Decides who may read what. The data of a PoD is decided piece of time by piece of time, by the time of measurement. A
 * decision is kept until the registry's version or the rules change; the version is read for every question, so that a
 * revoked consent closes at once, in every process.
 */
export function createAccess(options: AccessOptions): Access {
  const { registry, policiesDir, log, pollMs, maxCached = MAX_CACHED } = options;
  const rules = watchRules({ dir: policiesDir, log, ...(pollMs ? { pollMs } : {}) });
  const kept = new Map<string, AllowedRange[]>();
  const keptFacts = new Map<string, PodFacts>();
  let keptFor = '';

  /** A question across PoDs is about two kinds of data of each: what decides is read once. */
  async function factsOf(pod: string, version: string): Promise<PodFacts> {
    const known = keptFacts.get(pod);
    if (known) return known;
    const facts = await registry.podFacts(pod);
    if (keptFor !== version) return facts;
    if (keptFacts.size >= MAX_FACTS) keptFacts.clear();
    keptFacts.set(pod, facts);
    return facts;
  }

  async function wholeTime(caller: CallerIdentity, question: PodQuestion): Promise<AllowedRange[]> {
    const principal = principalOf(caller);
    if (!principal) return [];
    // One set of rules for the whole decision, and the version before the facts: a change in between costs one more
    // decision, never a stale one.
    const inForce = rules.current();
    const version = `${await registry.version()} ${inForce.generation}`;
    if (version !== keptFor) {
      kept.clear();
      keptFacts.clear();
      keptFor = version;
    }
    const { pod, dataSet, purpose } = question;
    const key = JSON.stringify([principal.type, principal.id, pod, dataSet, purpose]);
    const known = kept.get(key);
    if (known) return known;
    const facts = await factsOf(pod, version);
    const segments = segmentsOf(facts, { party: caller.party, dataSet, purpose });
    const latest = rules.current();
    const decided = decideSegments(latest, principal, question, segments, log);
    if (keptFor === version && latest === inForce) {
      if (kept.size >= maxCached) kept.clear();
      kept.set(key, decided);
    }
    return decided;
  }

  const allowedRanges: Access['allowedRanges'] = async (caller, question) => {
    const basis = clip(await wholeTime(caller, question), question);
    const ranges = join(basis);
    if (ranges.length > 0) return { ranges, basis };
    return { ranges, basis, refused: refusal(caller, question) };
  };

  return {
    allowedRanges,
    async visiblePods(caller, pods, about) {
      const now = Date.now();
      const asked = about ?? { dataSet: 'technical', from: now, until: now + 1 };
      const visible: string[] = [];
      for (const pod of pods) {
        if ((await allowedRanges(caller, { ...asked, pod })).ranges.length > 0) visible.push(pod);
      }
      return { visible, hiddenCount: pods.length - visible.length };
    },
    async may(caller, action, resource) {
      const principal = principalOf(caller);
      if (!principal) return { allowed: false, rules: [], errors: ['the token names no customer'] };
      const decision = rules.current().decide(documentQuestion(principal, action, resource));
      report(decision, log);
      return decision;
    },
    rulesGeneration: () => rules.current().generation,
    reloadRules: () => rules.reload(),
    close: () => rules.close(),
  };
}

function decideSegments(
  rules: Rules,
  principal: Principal,
  { pod, dataSet }: PodQuestion,
  segments: ReturnType<typeof segmentsOf>,
  log: Log,
): AllowedRange[] {
  const allowed: AllowedRange[] = [];
  for (const { from, until, consents, ...facts } of segments) {
    const purposes = [...new Set(consents.map(({ purpose }) => purpose))].sort();
    const decision = rules.decide({
      principal,
      action: readAction(dataSet),
      resource: { type: 'PodData', id: pod, attributes: facts },
      context: { consentedPurposes: purposes },
    });
    report(decision, log);
    if (!decision.allowed) continue;
    const ids = consents.map(({ id }) => id).sort();
    append(allowed, {
      from,
      until: until === Number.POSITIVE_INFINITY ? 0 : until,
      rules: decision.rules,
      consents: ids,
      holders: facts.holders,
    });
  }
  return allowed;
}

/** Adds a piece, or lengthens the last one where both touch and stand on the same ground. */
function append(pieces: AllowedRange[], piece: AllowedRange): void {
  const last = pieces.at(-1);
  const same =
    last?.until === piece.from &&
    last.rules.join() === piece.rules.join() &&
    last.consents.join() === piece.consents.join() &&
    last.holders.join() === piece.holders.join();
  if (same) last.until = piece.until;
  else pieces.push(piece);
}

function clip(pieces: AllowedRange[], { from, until }: Interval): AllowedRange[] {
  const end = until || Number.POSITIVE_INFINITY;
  return pieces.flatMap((piece) => {
    const start = Math.max(piece.from, from);
    const stop = Math.min(piece.until || Number.POSITIVE_INFINITY, end);
    return start < stop
      ? [{ ...piece, from: start, until: stop === Number.POSITIVE_INFINITY ? 0 : stop }]
      : [];
  });
}

function join(pieces: AllowedRange[]): Interval[] {
  const joined: Interval[] = [];
  for (const { from, until } of pieces) {
    const last = joined.at(-1);
    if (last && last.until === from) last.until = until;
    else joined.push({ from, until });
  }
  return joined;
}

function refusal({ role, party, customer }: CallerIdentity, { pod, dataSet, purpose }: PodQuestion): string {
  const who = [role, party ?? customer].filter(Boolean).join(' ');
  return `no rule lets ${who} read ${dataSet} of ${pod} in this time${purpose ? ` for ${purpose}` : ''}`;
}

function report({ errors }: Decision, log: Log): void {
  if (errors.length > 0) log.warn({ errors }, 'an access rule could not be evaluated and did not count');
}
