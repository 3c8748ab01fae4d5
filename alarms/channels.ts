import { randomUUID } from 'node:crypto';
import type { Channel, ChannelBody } from './channel.ts';
import type { Database } from './open-book.ts';
import { DSO, idOf } from './owner.ts';

interface Row {
  id: string;
  revision: number;
  body: string;
}

/** The DSO's channels. */
export function createChannels(database: Database) {
  const list = database.prepare('SELECT * FROM channel ORDER BY rowid');
  const find = database.prepare('SELECT * FROM channel WHERE id = ?');
  const insert = database.prepare('INSERT INTO channel (id, revision, body) VALUES (?, 1, ?)');
  const change = database.prepare('UPDATE channel SET revision = revision + 1, body = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM channel WHERE id = ?');

  const store = {
    list: () => list.all().map((row) => read(row)!),
    find: (id: string) => read(find.get(id)),
    add(body: ChannelBody): Channel {
      const id = randomUUID();
      insert.run(id, JSON.stringify(body));
      return { ...body, id, revision: 1 };
    },
    change(id: string, body: ChannelBody): Channel {
      change.run(JSON.stringify(body), id);
      return store.find(id)!;
    },
    remove: (id: string) => void remove.run(id),
  };
  return store;
}

export type Channels = ReturnType<typeof createChannels>;

export function mayUse(owner: string, { usableBy = [] }: Channel): boolean {
  return owner === DSO || usableBy.includes(idOf(owner));
}

function read(found: unknown): Channel | undefined {
  if (!found) return undefined;
  const { id, revision, body } = found as Row;
  return { ...(JSON.parse(body) as ChannelBody), id, revision };
}
