import Type from 'typebox';

const Url = Type.String({ pattern: '^https?://' });

/** Where the chain is asked: in the configuration of every service that does. */
export const RpcUrl = Type.Union([Url, Type.Array(Url, { minItems: 1, maxItems: 8 })], {
  description: 'JSON-RPC of a node; of several, the next is asked where one does not answer',
});
export type RpcUrl = string | string[];

/** Pins the chain for every node that is asked, beside its id. */
export const GenesisHash = Type.String({ pattern: '^0x[0-9a-f]{64}$' });
