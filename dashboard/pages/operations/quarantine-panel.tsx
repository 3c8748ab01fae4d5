import { dataOf } from '@access-layer/client/errors';
import { ShieldCheck } from 'lucide-react';
import { useAnswer } from '../../api/use-data.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useSession } from '../../sign-in/session-provider.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { type Outcome, outcomeOf } from './set-aside.ts';
import { setAside } from './set-aside-texts.ts';

const EVERY_MS = 10_000;
const TONES: Record<Outcome, Tone> = { never: 'none', heals: 'info', evidence: 'bad', repaired: 'warn' };

interface SetAside {
  id: string;
  by: 'record' | 'statement';
  atMs: number;
  reason: string;
  detail: string;
  about: string;
}

/** What either service could not vouch for; statements are the DSO's operators' to see. */
function useSetAside() {
  const { person } = useSession();
  const seesStatements = person.role.startsWith('dso-');
  return useAnswer(
    ['quarantine'],
    async (client): Promise<SetAside[]> => {
      const { items: records } = await dataOf(client.data.GET('/v1/quarantine'));
      const { items: statements } = seesStatements
        ? await dataOf(client.bal.GET('/quarantine'))
        : { items: [] };
      return [
        ...records.map(({ id, at, reason, detail, pod, node, seq }) => ({
          ...{ id: `record ${id}`, by: 'record' as const, atMs: Date.parse(at), reason, detail },
          about: [pod, node, seq].filter((part) => part !== undefined).join(' '),
        })),
        ...statements.map(({ id, at, reason, detail, payloadHash }) => ({
          ...{
            id: `statement ${id}`,
            by: 'statement' as const,
            atMs: at,
            reason,
            detail,
            about: payloadHash,
          },
        })),
      ];
    },
    { everyMs: EVERY_MS },
  );
}

/** What was set aside, why, and why nobody tries it again by hand. */
export function QuarantinePanel() {
  const t = useTexts(setAside);
  const query = useSetAside();
  const columns: Column<SetAside>[] = [
    { id: 'at', title: t.at, cell: ({ atMs }) => <Moment ms={atMs} />, sort: ({ atMs }) => atMs },
    { id: 'by', title: t.by, cell: ({ by }) => t.bys[by], sort: ({ by }) => by },
    {
      id: 'reason',
      title: t.reason,
      cell: ({ reason }) => <Badge tone={TONES[outcomeOf(reason)]}>{reason}</Badge>,
      sort: ({ reason }) => reason,
    },
    { id: 'about', title: t.about, wrap: true, cell: ({ about }) => <code>{about || '–'}</code> },
    { id: 'detail', title: t.detail, wrap: true, cell: ({ detail }) => detail },
    { id: 'next', title: t.next, wrap: true, cell: ({ reason }) => t.outcomes[outcomeOf(reason)] },
  ];
  return (
    <Panel title={t.title} note={t.note} flush>
      <Answer query={query} rows={3}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty icon={ShieldCheck} help={t.none} />
          ) : (
            <DataTable
              label={t.title}
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              order={{ id: 'at', down: true }}
            />
          )
        }
      </Answer>
    </Panel>
  );
}
