import type { Check } from '@access-layer/core/checks/check';
import type { DossierVerification } from '@access-layer/core/dossier/verify-dossier';
import { useState } from 'react';
import { Badge, NoteBar, type Tone } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import type { Verdict } from './check-all.ts';
import { PathPicture } from './path-picture.tsx';
import { SignedText } from './signed-text.tsx';
import { verify } from './texts.ts';

const TONES: Record<Verdict['outcome'], Tone> = {
  verified: 'good',
  failed: 'bad',
  incomplete: 'warn',
  unreadable: 'bad',
};
export const RESULT_TONES: Record<Check['result'], Tone> = {
  pass: 'good',
  fail: 'bad',
  'not-checked': 'warn',
};

/** One verdict in full; of an archive a table, the worst first, and the one that is chosen in full. */
export function Results({ verdicts, clear }: { verdicts: readonly Verdict[]; clear: () => void }) {
  const t = useTexts(verify);
  const [chosen, setChosen] = useState<string>();
  const shown = verdicts.find(({ name }) => name === chosen) ?? worst(verdicts);
  return (
    <>
      {verdicts.length > 1 && <Archive verdicts={verdicts} choose={setChosen} />}
      <One verdict={shown} />
      <div className="row">
        <button type="button" className="button" onClick={clear}>
          {t.clear}
        </button>
      </div>
    </>
  );
}

const ORDER: Verdict['outcome'][] = ['failed', 'unreadable', 'incomplete', 'verified'];

function worst(verdicts: readonly Verdict[]): Verdict {
  return [...verdicts].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome))[0]!;
}

function Archive({ verdicts, choose }: { verdicts: readonly Verdict[]; choose: (name: string) => void }) {
  const t = useTexts(verify);
  const formats = useFormats();
  const count = (...outcomes: Verdict['outcome'][]) =>
    formats.number(verdicts.filter(({ outcome }) => outcomes.includes(outcome)).length);
  const columns: Column<Verdict>[] = [
    {
      id: 'outcome',
      title: t.outcomeTitle,
      cell: ({ outcome }) => <Badge tone={TONES[outcome]}>{t.outcome[outcome]}</Badge>,
      sort: ({ outcome }) => ORDER.indexOf(outcome),
    },
    {
      id: 'file',
      title: t.file,
      cell: ({ name }) => (
        <button type="button" className="button plain" onClick={() => choose(name)}>
          {name}
        </button>
      ),
      sort: ({ name }) => name,
    },
    { id: 'fault', title: t.firstFault, wrap: true, cell: (verdict) => firstFault(verdict) },
  ];
  return (
    <Panel
      title={t.results}
      note={t.counts(count('verified'), count('failed', 'unreadable'), count('incomplete'))}
      flush
    >
      <DataTable
        label={t.results}
        columns={columns}
        rows={verdicts}
        rowKey={({ name }) => name}
        order={{ id: 'outcome', down: false }}
      />
    </Panel>
  );
}

function firstFault(verdict: Verdict): string {
  if (verdict.outcome === 'unreadable') return verdict.detail;
  const checks: readonly Pick<Check, 'result' | 'reason'>[] = verdict.checks;
  return checks.find(({ result }) => result === 'fail')?.reason ?? '';
}

type Words = (typeof verify)['en'];

function say(verdict: Verdict, t: Words): string {
  const { outcome } = verdict;
  if ('findings' in verdict) return `${t.sayArchive[verdict.outcome]} ${verdict.title}`;
  const isDevelopment =
    'checks' in verdict &&
    outcome === 'verified' &&
    verdict.checks.some(({ result }) => result === 'not-checked');
  return isDevelopment ? t.say.verifiedDevelopment : t.say[outcome];
}

function One({ verdict }: { verdict: Verdict }) {
  const t = useTexts(verify);
  const { outcome, name } = verdict;
  return (
    <>
      <div className={`verdict ${TONES[outcome]}`} role="status">
        <strong>{t.outcome[outcome]}</strong>
        <span>{say(verdict, t)}</span>
        <code>{name}</code>
      </div>
      {outcome === 'unreadable' ? (
        <NoteBar tone="bad">{verdict.detail}</NoteBar>
      ) : (
        <>
          <Checks rows={checkRows(verdict, t)} />
          {verdict.warnings.length > 0 && (
            <NoteBar tone="warn">
              {t.warnings}: {verdict.warnings.join(' ')}
            </NoteBar>
          )}
          {'findings' in verdict ? (
            <Findings verdict={verdict} />
          ) : (
            <>
              <PathPicture proof={verdict.proof} />
              <SignedText proof={verdict.proof} />
            </>
          )}
        </>
      )}
    </>
  );
}

/** What is not verified inside an archive. */
function Findings({ verdict: { findings } }: { verdict: DossierVerification }) {
  const t = useTexts(verify);
  if (findings.length === 0) return null;
  const columns: Column<DossierVerification['findings'][number]>[] = [
    { id: 'file', title: t.file, cell: ({ file }) => <code>{file}</code>, sort: ({ file }) => file },
    { id: 'why', title: t.firstFault, wrap: true, cell: ({ reasons }) => reasons.join('; ') },
  ];
  return (
    <Panel title={t.inArchive} flush>
      <DataTable label={t.inArchive} columns={columns} rows={findings} rowKey={({ file }) => file} />
    </Panel>
  );
}

interface CheckRow {
  id: string;
  name: string;
  about: string;
  result: Check['result'];
  reason: string;
}

function checkRows(verdict: Exclude<Verdict, { outcome: 'unreadable' }>, t: Words): CheckRow[] {
  if ('findings' in verdict)
    return verdict.checks.map((check) => ({ ...check, id: check.name, ...t.dossierChecks[check.name] }));
  return verdict.checks.map((check) => ({ ...check, id: check.name, ...t.checks[check.name] }));
}

/** Checks of a proof, or of an archive, in plain words. */
function Checks({ rows }: { rows: readonly CheckRow[] }) {
  const t = useTexts(verify);
  return (
    <Panel title={t.results} flush>
      <ol className="checks">
        {rows.map(({ id, name, about, result, reason }) => (
          <li key={id}>
            <Badge tone={RESULT_TONES[result]}>{t.result[result]}</Badge>
            <div>
              <strong>{name}</strong>
              <p className="quiet">{about}</p>
              <p className="mono">{reason}</p>
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
