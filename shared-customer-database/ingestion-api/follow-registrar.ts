import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@access-layer/kit/log';
import type { Stream, StreamRecord } from '@access-layer/kit/stream';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Binding, BindingStatus } from '../registry/documents.ts';
import type { Author, Registry, Stored } from '../registry.ts';
import { REGISTRY_ANSWERS } from './registry-topics.ts';

/** A binding's opening as the registrar publishes it on `registry` at every change. Times in milliseconds. */
const Opening = Type.Object({
  kind: Type.String(),
  key: Type.String(),
  node: Type.String(),
  podCode: Type.String(),
  meterId: Type.String(),
  role: Type.String(),
  salt: Type.String(),
  from: Type.Number(),
  until: Type.Number(),
  revokedAt: Type.Optional(Type.Number()),
});
type Opening = Type.Static<typeof Opening>;
const Answer = Type.Object({
  request: Type.String(),
  action: Type.Optional(Type.String()),
  status: Type.Union([Type.Literal('done'), Type.Literal('failed')]),
  reason: Type.Optional(Type.String()),
});
type Answer = Type.Static<typeof Answer>;
const checkers = { opening: Compile(Opening), answer: Compile(Answer) };
const REGISTRAR: Author = { subject: 'registrar', clientId: 'registry', role: 'dso-administrator' };

export interface FollowOptions {
  registry: Pick<Registry, 'list' | 'get' | 'write'>;
  stream: Pick<Stream, 'consume' | 'read'>;
  log: Log;
  /** Between two looks whether a PoD is registered that an opening waits for. */
  retryMs?: number;
}

const PAGE = 1000;

/**
 * Brings the state of bindings up to date with what the registrar has done, until the signal aborts: openings on
 * `registry` (also of bindings that were made without these routes), failures on `registry-answers`. The binding of a
 * PoD that is not registered yet waits until it is; after a restart it is found again on the stream.
 */
export async function followRegistrar(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const { registry, stream, log, retryMs = 1000 } = options;
  const held = await unapplied(registry, stream);
  const follow = async (topic: string, apply: (record: StreamRecord) => Promise<void>) => {
    for await (const batch of stream.consume({ topic, group: 'scd-bindings' }, signal)) {
      for (const record of batch.records) await apply(record);
      await batch.commit();
    }
  };

  const takeOpening = async ({ value, offset }: StreamRecord) => {
    const opening = parse(value);
    if (!checkers.opening.Check(opening))
      return log.warn({ offset }, 'a record of `registry` is no opening and is left out');
    if (opening.kind !== 'light-node') return;
    if (await applyOpening(registry, opening, log)) held.delete(nameOf(opening));
    else held.set(nameOf(opening), opening);
  };

  const retry = async () => {
    while (!signal.aborted) {
      for (const opening of [...held.values()]) {
        if (!(await registry.get('pod', opening.podCode))) continue;
        if (await applyOpening(registry, opening, log)) held.delete(nameOf(opening));
      }
      await delay(retryMs, undefined, { signal }).catch(() => undefined);
    }
  };

  await Promise.all([
    follow('registry', takeOpening),
    follow(REGISTRY_ANSWERS, (record) => takeAnswer(registry, record, log)),
    retry(),
  ]);
}

/** The latest openings on the stream of which the registry has no binding. */
async function unapplied(
  registry: FollowOptions['registry'],
  stream: FollowOptions['stream'],
): Promise<Map<string, Opening>> {
  const latest = new Map<string, Opening>();
  for (let next = 0; ; ) {
    const records = await stream.read('registry', 0, next, PAGE);
    for (const { value, offset } of records) {
      const opening = parse(value);
      if (checkers.opening.Check(opening) && opening.kind === 'light-node')
        latest.set(nameOf(opening), opening);
      next = offset + 1;
    }
    if (records.length < PAGE) break;
  }
  for (const opening of latest.values()) {
    if ((await bindingOf(registry, opening)).known) latest.delete(nameOf(opening));
  }
  return latest;
}

/** False where the PoD is not registered yet. */
async function applyOpening(
  registry: FollowOptions['registry'],
  opening: Opening,
  log: Log,
): Promise<boolean> {
  const { podCode: pod, kind: _kind, revokedAt, ...fields } = opening;
  const status: BindingStatus = revokedAt ? 'revoked' : opening.until ? 'ended' : 'bound';
  const { known, isRotated } = await bindingOf(registry, opening);
  const id =
    known?.id ?? `binding-${opening.salt.slice(2, 26)}${isRotated ? `-${opening.key.slice(2, 10)}` : ''}`;
  const document: Binding = { ...fields, id, pod, status, ...(revokedAt ? { revokedAt } : {}) };
  const { outcomes } = await registry.write([{ kind: 'binding', id, document, ifRevision: 'any' }], {
    by: REGISTRAR,
  });
  const [outcome] = outcomes;
  if (outcome!.ok) return true;
  const isWaiting = outcome!.reason === 'unknown-reference';
  const what = isWaiting ? 'a binding waits until its PoD is registered' : 'a binding cannot be kept';
  log.warn({ node: opening.node, pod, outcome }, what);
  return !isWaiting;
}

async function takeAnswer(
  registry: FollowOptions['registry'],
  { value, offset }: StreamRecord,
  log: Log,
): Promise<void> {
  const answer = parse(value);
  if (!checkers.answer.Check(answer))
    return log.warn({ offset }, 'a record of `registry-answers` is left out');
  // What was done is told by the opening; keys of parties have no document here.
  if (answer.status === 'done' || answer.action === 'list') return;
  const known = await registry.get('binding', answer.request);
  if (!known) return log.warn({ request: answer.request }, 'the registrar answers about an unknown binding');
  const document = afterFailure(known.document, answer);
  await registry.write([{ kind: 'binding', id: known.id, document, ifRevision: 'any' }], { by: REGISTRAR });
}

/** A binding whose end or revocation was refused stands as it stood before; the reason says why. */
function afterFailure(binding: Binding, { action, reason = '' }: Answer): Binding {
  const wasBound = action !== undefined && action !== 'bind' && !reason.startsWith('unknown-binding');
  if (!wasBound) return { ...binding, status: 'failed', reason };
  if (action === 'revoke') return { ...binding, status: binding.until ? 'ended' : 'bound', reason };
  return { ...binding, until: 0, status: 'bound', reason };
}

/** A salt is of one commitment; after a rotation there is a binding of each key under it. */
const nameOf = ({ salt, key }: Pick<Opening, 'salt' | 'key'>) => `${salt} ${key}`;

async function bindingOf(
  registry: FollowOptions['registry'],
  { node, salt, key }: Pick<Opening, 'node' | 'salt' | 'key'>,
): Promise<{ known: Stored<'binding'> | undefined; isRotated: boolean }> {
  const ofNode = await registry.list('binding', { where: { node }, limit: 1000 });
  const ofSalt = ofNode.filter(({ document }) => document.salt === salt);
  const known = ofSalt.find(({ document }) => document.key === key);
  return { known, isRotated: known === undefined && ofSalt.length > 0 };
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
