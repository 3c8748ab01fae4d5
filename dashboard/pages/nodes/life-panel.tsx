import { useState } from 'react';
import { type Life, useLife, useNodeChanges } from '../../api/onboarding.ts';
import { Badge, NoteBar, type Tone } from '../../parts/badge.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useSession } from '../../sign-in/session-provider.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { life } from './life-texts.ts';

const TONES: Record<Life['state'], Tone> = {
  enrolling: 'info',
  active: 'good',
  replaced: 'none',
  decommissioned: 'none',
  revoked: 'bad',
};
type Action = 'swap' | 'rotate' | 'decommission' | 'revocation';

/** A Light Node by the DSO's book, and what the DSO may do to it. Each of these is confirmed first. */
export function LifePanel({ node }: { node: string }) {
  const t = useTexts(life);
  const query = useLife(node);
  const { person } = useSession();
  const mayChange = person.scopes.has('admin');
  const [asking, setAsking] = useState<Action>();
  return (
    <Panel title={t.panel} note={t.panelNote} className="w12">
      <Answer query={query} rows={3}>
        {(data) => (
          <div className="stack">
            <div className="row">
              <Badge tone={TONES[data.state]}>{t.states[data.state]}</Badge>
              {data.certificateEnd && (
                <span>
                  {t.certificateEnd} <Moment ms={Date.parse(data.certificateEnd)} show="date" />
                </span>
              )}
              {mayChange && data.state === 'active' && <Actions data={data} ask={setAsking} />}
            </div>
            {data.rotation && <NoteBar tone="warn">{t.rotationAsked}</NoteBar>}
            <Changes changes={data.changes} />
          </div>
        )}
      </Answer>
      {asking && <Ask node={node} action={asking} close={() => setAsking(undefined)} />}
    </Panel>
  );
}

function Actions({ data, ask }: { data: Life; ask: (action: Action) => void }) {
  const t = useTexts(life);
  return (
    <>
      {data.rotation && (
        <button type="button" className="button first" onClick={() => ask('rotate')}>
          {t.confirmRotation}
        </button>
      )}
      <button type="button" className="button" onClick={() => ask('swap')}>
        {t.swap}
      </button>
      <button type="button" className="button danger" onClick={() => ask('decommission')}>
        {t.decommission}
      </button>
      <button type="button" className="button danger" onClick={() => ask('revocation')}>
        {t.revoke}
      </button>
    </>
  );
}

function Ask({ node, action, close }: { node: string; action: Action; close: () => void }) {
  const t = useTexts(life);
  const say = useToast();
  const { swapMeter, confirmRotation, end } = useNodeChanges();
  const words = {
    swap: { title: t.swap, about: t.swapAbout },
    rotate: { title: t.confirmRotation, about: t.rotationAbout },
    decommission: { title: t.decommission, about: t.decommissionAbout },
    revocation: { title: t.revoke, about: t.revokeAbout },
  }[action];
  const act = async (form: FormData) => {
    if (action === 'swap') {
      await swapMeter.mutateAsync({ node, meter: String(form.get('meter')) });
      return say('good', t.swapDone(node));
    }
    if (action === 'rotate') {
      await confirmRotation.mutateAsync(node);
      return say('good', t.rotated(node));
    }
    await end.mutateAsync({ node, how: action, reason: String(form.get('reason')) });
    say('good', t.ended(node));
  };
  return (
    <ConfirmDialog
      title={`${words.title}: ${node}`}
      action={words.title}
      danger={action === 'decommission' || action === 'revocation'}
      act={act}
      close={close}
    >
      <p>{words.about}</p>
      {action === 'swap' && (
        <label className="field">
          {t.meter}
          <input className="input" name="meter" required maxLength={64} autoComplete="off" />
        </label>
      )}
      {(action === 'decommission' || action === 'revocation') && (
        <label className="field">
          {t.reason}
          <input className="input" name="reason" required maxLength={200} autoComplete="off" />
        </label>
      )}
    </ConfirmDialog>
  );
}

function Changes({ changes }: { changes: Life['changes'] }) {
  const t = useTexts(life);
  const columns: Column<Life['changes'][number]>[] = [
    { id: 'at', title: t.at, cell: ({ at }) => <Moment ms={Date.parse(at)} />, sort: ({ at }) => at },
    { id: 'action', title: t.action, cell: ({ action }) => t.actions[action] },
    {
      id: 'status',
      title: t.status,
      cell: ({ status, reason }) => (
        <>
          <Badge tone={status === 'done' ? 'good' : status === 'failed' ? 'bad' : 'info'}>
            {t.statuses[status]}
          </Badge>{' '}
          {reason}
        </>
      ),
    },
    { id: 'by', title: t.by, cell: ({ by }) => by },
  ];
  if (changes.length === 0) return null;
  return <DataTable label={t.changes} columns={columns} rows={changes} rowKey={({ request }) => request} />;
}
