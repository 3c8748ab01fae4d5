import { PackageCheck } from 'lucide-react';
import { Link } from 'wouter';
import { save } from '../../api/save.ts';
import { monthIn, type Settled, useMonth } from '../../api/settlement.ts';
import { useAddress } from '../../parts/address.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useSession } from '../../sign-in/session-provider.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { settlement as texts } from './settlement-texts.ts';

const TONES: Record<Settled['state'], Tone> = {
  planned: 'none',
  'under-way': 'info',
  settled: 'good',
  incomplete: 'warn',
  held: 'bad',
  'not-ordered': 'none',
};

/** What activations of a month have delivered and what is paid for them, each with the archive that proves it. */
export function SettlementPanel() {
  const t = useTexts(texts);
  const formats = useFormats();
  const { get, set } = useAddress();
  const month = monthIn(get('month'));
  const query = useMonth(month);
  const download = useDownload();
  const energy = (value: number | undefined) => (value === undefined ? '–' : formats.quantity(value, 'Wh'));
  const columns: Column<Settled>[] = [
    {
      id: 'from',
      title: t.from,
      cell: ({ from }) => <Moment ms={Date.parse(from)} />,
      sort: ({ from }) => from,
    },
    {
      id: 'pod',
      title: t.pod,
      cell: ({ pod }) => (
        <Link href={`/pods/${pod}`}>
          <code>{pod}</code>
        </Link>
      ),
      sort: ({ pod }) => pod,
    },
    {
      id: 'state',
      title: t.state,
      cell: ({ state, reasons }) => (
        <span title={reasons.join('; ')}>
          <Badge tone={TONES[state]}>{t.states[state]}</Badge>
        </span>
      ),
      sort: ({ state }) => state,
    },
    { id: 'finding', title: t.finding, cell: ({ finding }) => t.findings[finding] },
    { id: 'baseline', title: t.baseline, number: true, cell: ({ baselineWh }) => energy(baselineWh) },
    { id: 'delivered', title: t.delivered, number: true, cell: ({ deliveredWh }) => energy(deliveredWh) },
    { id: 'settled', title: t.settled, number: true, cell: ({ settledWh }) => energy(settledWh) },
    {
      id: 'amount',
      title: t.amount,
      number: true,
      cell: ({ amountEur }) => (amountEur === undefined ? '–' : `${formats.number(amountEur, 2)}\u00a0€`),
      sort: ({ amountEur = 0 }) => amountEur,
    },
    {
      id: 'dossier',
      title: t.dossier,
      cell: ({ dossier, pod, number, until }) => (
        <button
          type="button"
          className="button plain icon"
          aria-label={t.dossierOf(pod, formats.number(number))}
          title={Date.parse(until) > Date.now() ? t.notOver : t.dossier}
          disabled={Date.parse(until) > Date.now()}
          onClick={() => download(dossier, `${pod}-${number}.dossier.zip`)}
        >
          <Icon of={PackageCheck} />
        </button>
      ),
    },
  ];
  return (
    <Panel
      title={t.title}
      note={t.note}
      flush
      tools={
        <>
          <input
            className="input date"
            type="month"
            aria-label={t.month}
            value={month}
            onChange={({ target }) => set({ month: target.value || undefined })}
          />
          <button
            type="button"
            className="button"
            disabled={!query.data?.length}
            onClick={() => download(`/v1/settlements/months/${month}/dossier`, `${month}.dossier.zip`)}
          >
            <Icon of={PackageCheck} />
            {t.monthDossier}
          </button>
        </>
      }
    >
      <Answer query={query} rows={4}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty help={t.none} />
          ) : (
            <DataTable
              label={t.title}
              columns={columns}
              rows={rows}
              rowKey={({ pod, number }) => `${pod} ${number}`}
              order={{ id: 'from', down: true }}
            />
          )
        }
      </Answer>
    </Panel>
  );
}

function useDownload(): (path: string, fileName: string) => void {
  const { client } = useSession();
  const say = useToast();
  return (path, fileName) =>
    void save(client, path, fileName, 'application/zip').catch((error: unknown) => say('bad', String(error)));
}
