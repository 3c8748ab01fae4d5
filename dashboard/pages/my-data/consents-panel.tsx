import { useState } from 'react';
import { type Consent, useConsentChanges, useConsents } from '../../api/my-data.ts';
import { Badge } from '../../parts/badge.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { consentState } from './consent-state.ts';
import { GiveConsent } from './give-consent.tsx';
import { myData } from './texts.ts';

const STATES = { 'in-force': 'inForce', ended: 'ended', revoked: 'revoked', 'to-come': 'toCome' } as const;

export function ConsentsPanel() {
  const t = useTexts(myData);
  const query = useConsents();
  const [giving, setGiving] = useState(false);
  const [revoking, setRevoking] = useState<Consent>();
  const columns: Column<Consent>[] = [
    { id: 'party', title: t.party, cell: ({ party }) => party, sort: ({ party }) => party },
    {
      id: 'purpose',
      title: t.purpose,
      cell: ({ purpose }) => t.purposes[purpose as keyof typeof t.purposes] ?? purpose,
    },
    {
      id: 'data',
      title: t.data,
      wrap: true,
      cell: ({ dataSets }) => dataSets.map((name) => t.dataSets[name]).join(', '),
    },
    {
      id: 'from',
      title: t.from,
      cell: ({ from }) => <Moment ms={Date.parse(from)} show="date" />,
      sort: ({ from }) => from,
    },
    {
      id: 'until',
      title: t.until,
      cell: ({ until }) => (until ? <Moment ms={Date.parse(until)} show="date" /> : t.open),
    },
    {
      id: 'status',
      title: t.status,
      cell: (consent) => {
        const state = consentState(consent, Date.now());
        return <Badge tone={state === 'in-force' ? 'good' : 'none'}>{t[STATES[state]]}</Badge>;
      },
    },
    {
      id: 'revoke',
      title: t.revoke,
      cell: (consent) =>
        consentState(consent, Date.now()) === 'revoked' ? null : (
          <button
            type="button"
            className="button danger"
            aria-label={t.revokeOf(consent.party)}
            onClick={() => setRevoking(consent)}
          >
            {t.revoke}
          </button>
        ),
    },
  ];
  return (
    <Panel
      title={t.consents}
      note={t.consentsNote}
      flush
      tools={
        <button type="button" className="button first" onClick={() => setGiving(true)}>
          {t.give}
        </button>
      }
    >
      <Answer query={query} rows={3}>
        {(consents) =>
          consents.length === 0 ? (
            <Empty help={t.noConsents} />
          ) : (
            <DataTable label={t.consents} columns={columns} rows={consents} rowKey={({ id }) => id} />
          )
        }
      </Answer>
      {giving && <GiveConsent close={() => setGiving(false)} />}
      {revoking && <RevokeConsent consent={revoking} close={() => setRevoking(undefined)} />}
    </Panel>
  );
}

function RevokeConsent({ consent: { id, party }, close }: { consent: Consent; close: () => void }) {
  const t = useTexts(myData);
  const say = useToast();
  const { revoke } = useConsentChanges();
  return (
    <ConfirmDialog
      title={t.revokeTitle}
      action={t.revoke}
      danger
      close={close}
      act={async () => {
        await revoke.mutateAsync(id);
        say('good', t.revokedToast(party));
      }}
    >
      <p>{t.revokeAbout(party)}</p>
    </ConfirmDialog>
  );
}
