import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Database } from './open-book.ts';
import type { Rule, RuleBody } from './rule.ts';

interface Row {
  id: string;
  owner: string;
  revision: number;
  body: string;
  changed_at: number;
  by: string;
}

/** The rules. All of them are in memory: every reading is compared with them. */
export function createRules(database: Database, now = Date.now) {
  const all = new Map(
    (database.prepare('SELECT * FROM rule ORDER BY rowid').all() as unknown as Row[]).map((row) => [
      row.id,
      read(row),
    ]),
  );
  const put = database.prepare(
    `INSERT INTO rule (id, owner, revision, body, changed_at, by) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, body = excluded.body, changed_at = excluded.changed_at,
       by = excluded.by`,
  );
  const remove = database.prepare('DELETE FROM rule WHERE id = ?');

  function save(rule: Rule): Rule {
    const { id, owner, revision, changedAtMs, by, ...body } = rule;
    put.run(id, owner, revision, JSON.stringify(body), changedAtMs, by);
    all.set(id, rule);
    return rule;
  }

  return {
    list: (owner: string) => [...all.values()].filter((rule) => rule.owner === owner),
    find: (id: string) => all.get(id),
    /** Those that are judged. */
    enabled: () => [...all.values()].filter(({ enabled }) => enabled),
    add(owner: string, body: RuleBody, by: string): Rule {
      return save({ ...whole(body), id: randomUUID(), owner, revision: 1, changedAtMs: now(), by });
    },
    /** `isOther`: what it rang for before is not what it rings for now. */
    change(rule: Rule, body: RuleBody, by: string): { rule: Rule; isOther: boolean } {
      const next = { ...whole(body), id: rule.id, owner: rule.owner, revision: rule.revision + 1, by };
      const asked = (of: Pick<Rule, 'condition' | 'forS' | 'enabled'>) => [of.condition, of.forS, of.enabled];
      const isOther = !isDeepStrictEqual(asked(rule), asked(next));
      return { rule: save({ ...next, changedAtMs: isOther ? now() : rule.changedAtMs }), isOther };
    },
    remove(id: string): void {
      remove.run(id);
      all.delete(id);
    },
  };
}

export type Rules = ReturnType<typeof createRules>;

function whole(body: RuleBody) {
  return { ...body, enabled: body.enabled ?? true, forS: body.forS ?? 0, repeatS: body.repeatS ?? 0 };
}

function read({ body, changed_at, ...row }: Row): Rule {
  const { id, owner, revision, by } = row;
  return { ...(JSON.parse(body) as Omit<Rule, 'id'>), id, owner, revision, by, changedAtMs: changed_at };
}
