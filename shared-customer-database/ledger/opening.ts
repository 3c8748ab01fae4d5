import { KEY_KINDS } from '@access-layer/core/binding';
import { messageOf } from '@access-layer/core/errors';
import { Address, Count, Hash } from '@access-layer/core/payloads/common';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

/**
 * The opening of a binding, as the DSO's registrar publishes it on the stream `registry`: what a commitment on the
 * chain stands for. The chain is the truth: an opening counts only where its commitment is bound there.
 */
export const Opening = Type.Object({
  kind: Type.Union(KEY_KINDS.map((kind) => Type.Literal(kind))),
  key: Address,
  node: Type.String(),
  podCode: Type.String(),
  meterId: Type.String(),
  role: Type.Optional(Type.String()),
  salt: Hash,
  from: Count,
  until: Count,
  revokedAt: Type.Optional(Count),
});
export type Opening = Type.Static<typeof Opening>;

const checker = Compile(Opening);

/** Reads an opening; the detail says what does not fit. Never throws. */
export function parseOpening(text: string): { ok: true; opening: Opening } | { ok: false; detail: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (checker.Check(value)) return { ok: true, opening: value };
    const [first] = checker.Errors(value);
    return {
      ok: false,
      detail: first ? `${first.instancePath || 'opening'} ${first.message}` : 'does not fit',
    };
  } catch (error) {
    return { ok: false, detail: `not JSON: ${messageOf(error)}` };
  }
}
