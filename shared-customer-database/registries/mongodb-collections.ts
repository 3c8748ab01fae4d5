import type { Hex } from '@access-layer/core/bytes';
import type { Collection, MongoClient } from 'mongodb';
import { type Kind, linksOf, type RegistryDocument } from '../registry/documents.ts';
import type { Change, OutboxRecord } from '../registry.ts';

/** A row says which commit wrote it: a later one is never overwritten by an earlier one that comes late. */
interface Written {
  commit: number;
}

/** A document, or what is left of one: its revision, so that no ETag comes back. */
export interface DocumentRow extends Written {
  /** `kind/id` */
  _id: string;
  kind: Kind | 'personal-data';
  id: string;
  present: boolean;
  revision: number;
  /** Its text, as documents of the registry come back to the letter. */
  body?: string;
  /** `kind.field=value` of all that it can be found by. */
  links: string[];
  /** `kind/id` of the documents that it names. */
  targets: string[];
}

export interface HistoryRow extends Omit<Change, 'position' | 'by' | 'document'>, Written {
  /** Position. */
  _id: number;
  author: string;
  body?: string;
}

export interface StatementRow extends Written {
  /** Hash of the message. */
  _id: Hex;
  position: number;
  chain: string;
  seq: number;
  payloadHash: Hex;
  type: string;
  sender: string;
  id: string;
  recipients: string[];
  pods: string[];
  from: number;
  body: string;
  /** Whether it has its number and its id; a refused one has not. */
  stands: boolean;
  /** Its number in its chain and its id; the message's own hash where it was refused. Both unique. */
  place: string;
  name: string;
  refused?: string;
}

export interface ForkRow extends Written {
  /** `chain/seq/payloadHash` */
  _id: string;
  position: number;
  chain: string;
  seq: number;
  payloadHash: string;
  body: string;
}

export interface KeptRow extends Written {
  /** Scope and key, as JSON. */
  _id: string;
  keptAt: number;
  /** Empty where it was erased. */
  body: string;
}

export interface OutboxRow extends Omit<OutboxRecord, 'position'>, Written {
  _id: number;
}

/** Highest numbers given, and the version of access decisions. */
export interface Counters {
  version: number;
  history: number;
  statement: number;
  fork: number;
  outbox: number;
}

export interface CommitRow {
  /** 1, 2, 3 … */
  _id: number;
  token: string;
  counters: Counters;
  /** JSON of what it changes; gone when it is in the other collections. */
  changes?: string;
}

export interface HeadRow {
  _id: 'head';
  commit: number;
  counters: Counters;
}

export interface PersonalRow {
  /** Customer. */
  _id: string;
  revision: number;
  data: string | null;
}

export interface Collections {
  commits: Collection<CommitRow>;
  head: Collection<HeadRow>;
  documents: Collection<DocumentRow>;
  history: Collection<HistoryRow>;
  statements: Collection<StatementRow>;
  forks: Collection<ForkRow>;
  kept: Collection<KeptRow>;
  outbox: Collection<OutboxRow>;
  sent: Collection<{ _id: 'sent'; position: number }>;
  /** In a database of its own, so that it can be guarded and backed up apart. */
  personal: Collection<PersonalRow>;
}

export const NO_COUNTERS: Counters = { version: 1, history: 0, statement: 0, fork: 0, outbox: 0 };

export async function openCollections(client: MongoClient, name: string): Promise<Collections> {
  const database = client.db(name);
  const collections: Collections = {
    commits: database.collection('commits'),
    head: database.collection('head'),
    documents: database.collection('documents'),
    history: database.collection('history'),
    statements: database.collection('statements'),
    forks: database.collection('forks'),
    kept: database.collection('keptAnswers'),
    outbox: database.collection('outbox'),
    sent: database.collection('sent'),
    personal: client.db(`${name}-personal`).collection('personal'),
  };
  const { documents, history, statements, kept } = collections;
  await documents.createIndex({ kind: 1, present: 1, id: 1 });
  await documents.createIndex({ links: 1, id: 1 });
  await documents.createIndex({ targets: 1 });
  await history.createIndex({ kind: 1, id: 1, _id: 1 });
  await statements.createIndex({ position: 1 }, { unique: true });
  await statements.createIndex({ place: 1 }, { unique: true });
  await statements.createIndex({ name: 1 }, { unique: true });
  await statements.createIndex({ chain: 1, stands: 1, seq: -1 });
  await statements.createIndex({ payloadHash: 1 });
  for (const field of ['sender', 'type', 'recipients', 'pods'])
    await statements.createIndex({ [field]: 1, position: 1 });
  await kept.createIndex({ keptAt: 1 });
  return collections;
}

export function keyOf(kind: Kind | 'personal-data', id: string): string {
  return `${kind}/${id}`;
}

export function linkKey(kind: Kind, field: string, value: string): string {
  return `${kind}.${field}=${value}`;
}

/** What a document is found by and what it names, as its row has it. */
export function linkKeys(kind: Kind, document: RegistryDocument): { links: string[]; targets: string[] } {
  const links = linksOf(kind, document);
  const targets = links.flatMap(({ target, value }) => (target ? keyOf(target, value) : []));
  return {
    links: [...new Set(links.map(({ field, value }) => linkKey(kind, field, value)))],
    targets: [...new Set(targets)],
  };
}
