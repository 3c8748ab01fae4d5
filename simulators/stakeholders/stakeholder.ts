import type { AccessLayerClient } from '@access-layer/client/create-client';
import { dataOf } from '@access-layer/client/errors';
import type { components } from '@access-layer/client/generated/data';
import { items } from '@access-layer/client/pages';
import type { Recorded, Said, Statements } from '@access-layer/client/statements';
import type { Statement } from '@access-layer/core/payloads/statement';
import type { Dispatch } from './dispatch.ts';
import type { Inbox } from './inbox.ts';
import type { Product } from './product.ts';

/** What a stakeholder has at hand: its own client and its own key, and nothing of anybody else's. */
export interface Desk {
  /** Id of the organisation. */
  party: string;
  client: AccessLayerClient;
  statements: Statements;
  /** Of a DSO that sends set-points. */
  dispatch?: Dispatch;
  /** Of those that the specification gives the event stream: aggregator and market. */
  inbox?: Inbox;
}

/** What it did in a round: numbers by what was read, and what was written. */
export interface Done {
  read: Record<string, number>;
  wrote: string[];
}

export type Stakeholder = (desk: Desk, product: Product) => Promise<Done>;
export type Party = components['schemas']['Party'];
export type SignedStatement = components['schemas']['Statement'];
/** What others refer to of a statement. */
export type Stated = Pick<SignedStatement, 'sender' | 'id' | 'messageHash' | 'payload'>;

type Role = Party['role'];
type Kind = Statement['type'];

/** Ids of the parties of a role. */
export async function partiesOf({ client }: Desk, role: Role): Promise<string[]> {
  const found: string[] = [];
  for await (const party of items('items', (cursor) => client.data.GET('/v1/parties', at(cursor)))) {
    if (party.role === role) found.push(party.id);
  }
  return found;
}

/** For a list's next page. */
export function at(cursor: string | undefined) {
  return { params: { query: cursor === undefined ? {} : { cursor } } };
}

/** Statements of a type with this id that the stakeholder may read. */
export async function statementsOf({ client }: Desk, type: Kind, id: string): Promise<SignedStatement[]> {
  const query = { params: { query: { id } } };
  // All six are asked for and answered alike.
  return (await dataOf(client.data.GET(`/v1/${type}s` as '/v1/orders', query))).items;
}

/**
 * Statements of a type with this id, once the event stream has told one; `heard` says how many it told. The others, of
 * before this program listened, are asked for.
 */
export async function announced(
  desk: Desk,
  type: Kind,
  id: string,
): Promise<{ statements: Stated[]; heard: number }> {
  const heard = (await desk.inbox?.heard(type, id)) ?? [];
  const hashes = new Set(heard.map(({ messageHash }) => messageHash));
  const others = (await statementsOf(desk, type, id)).filter(({ messageHash }) => !hashes.has(messageHash));
  return { statements: [...heard, ...others], heard: heard.length };
}

/** Hands a statement in, unless it is there: after a restart within the minute a round comes twice. */
export async function stateOnce<T extends Kind>(
  desk: Desk,
  type: T,
  said: Said<T>,
): Promise<Recorded | undefined> {
  const known = await statementsOf(desk, type, said.id);
  if (known.some(({ sender }) => sender === desk.party)) return undefined;
  return desk.statements.handIn(type, said);
}

/** Another party's statement, named so that nobody can swap it afterwards. */
export function referenceTo({ sender, id, messageHash }: Stated) {
  return { sender, id, hash: messageHash };
}
