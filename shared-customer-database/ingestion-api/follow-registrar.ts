import type { Log } from '@access-layer/kit/log';
import type { Stream, StreamRecord } from '@access-layer/kit/stream';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Binding, BindingStatus } from '../registry/documents.ts';
import type { Author, Registry, Stored } from '../registry.ts';

/** Topic on which the registrar says what it could not do: `{request, status: 'failed', reason}`. */
export const REGISTRY_ANSWERS = 'registry-answers';

/** A binding's opening as the registrar publishes it on `registry` at every change. Times in milliseconds. */
const Opening = Compile(
  Type.Object({
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
  }),
);
const Failure = Compile(
  Type.Object({ request: Type.String(), status: Type.Literal('failed'), reason: Type.String() }),
);
const REGISTRAR: Author = { subject: 'registrar', clientId: 'registry', role: 'dso-administrator' };

export interface FollowOptions {
  registry: Pick<Registry, 'list' | 'get' | 'write'>;
  stream: Pick<Stream, 'consume'>;
  log: Log;
}

/**
 * Brings the state of bindings up to date with what the registrar has done, until the signal aborts: openings on
 * `registry` (also of bindings that were made without these routes), failures on `registry-answers`.
 */
export async function followRegistrar(
  { registry, stream, log }: FollowOptions,
  signal: AbortSignal,
): Promise<void> {
  const follow = async (topic: string, apply: (record: StreamRecord) => Promise<void>) => {
    for await (const batch of stream.consume({ topic, group: 'scd-bindings' }, signal)) {
      for (const record of batch.records) await apply(record);
      await batch.commit();
    }
  };
  await Promise.all([
    follow('registry', (record) => applyOpening(registry, record, log)),
    follow(REGISTRY_ANSWERS, (record) => applyFailure(registry, record, log)),
  ]);
}

async function applyOpening(
  registry: FollowOptions['registry'],
  { value, offset }: StreamRecord,
  log: Log,
): Promise<void> {
  const opening = parse(value);
  if (!Opening.Check(opening))
    return log.warn({ offset }, 'a record of `registry` is no opening and is left out');
  if (opening.kind !== 'light-node') return;
  const { podCode: pod, kind: _kind, revokedAt, ...fields } = opening;
  const status: BindingStatus = revokedAt ? 'revoked' : opening.until ? 'ended' : 'bound';
  const known = await bySalt(registry, opening);
  const id = known?.id ?? `binding-${opening.salt.slice(2, 26)}`;
  const document: Binding = { ...fields, id, pod, status, ...(revokedAt ? { revokedAt } : {}) };
  const { outcomes } = await registry.write([{ kind: 'binding', id, document, ifRevision: 'any' }], {
    by: REGISTRAR,
  });
  const [outcome] = outcomes;
  if (!outcome!.ok) log.warn({ node: opening.node, outcome }, 'a binding is not in the registry of PoDs');
}

async function applyFailure(
  registry: FollowOptions['registry'],
  { value, offset }: StreamRecord,
  log: Log,
): Promise<void> {
  const failure = parse(value);
  if (!Failure.Check(failure)) return log.warn({ offset }, 'a record of `registry-answers` is left out');
  const known = await registry.get('binding', failure.request);
  if (!known) return log.warn({ request: failure.request }, 'the registrar answers about an unknown binding');
  const document: Binding = { ...known.document, status: 'failed', reason: failure.reason };
  await registry.write([{ kind: 'binding', id: known.id, document, ifRevision: 'any' }], { by: REGISTRAR });
}

async function bySalt(
  registry: FollowOptions['registry'],
  { node, salt }: { node: string; salt: string },
): Promise<Stored<'binding'> | undefined> {
  const ofNode = await registry.list('binding', { where: { node }, limit: 1000 });
  return ofNode.find(({ document }) => document.salt === salt);
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
