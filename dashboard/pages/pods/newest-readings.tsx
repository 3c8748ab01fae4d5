import { FileCheck } from 'lucide-react';
import { type Reading, useReadings } from '../../api/readings.ts';
import { save } from '../../api/save.ts';
import { Badge } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Hash } from '../../parts/hash.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useSession } from '../../sign-in/session-provider.tsx';
import { common } from '../../texts/common.ts';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { pods } from './texts.ts';

const SHOWN_MS = 3_600_000;
const SHOWN = 100;

/** The last readings of the range, each with its proof file. */
export function NewestReadings({ pod, meter, untilMs }: { pod: string; meter: string; untilMs: number }) {
  const t = useTexts(pods);
  const formats = useFormats();
  const query = useReadings(pod, meter, { fromMs: untilMs - SHOWN_MS, untilMs }, true);
  const columns: Column<Reading>[] = [
    { id: 'at', title: t.at, cell: ({ atMs }) => <Moment ms={atMs} /> },
    {
      id: 'power',
      title: t.names.activePowerW,
      number: true,
      cell: ({ values }) =>
        values.activePowerW === undefined ? '–' : formats.quantity(values.activePowerW, 'W'),
    },
    {
      id: 'register',
      title: t.names.energyImportWh,
      number: true,
      cell: ({ values }) =>
        values.energyImportWh === undefined ? '–' : `${formats.number(values.energyImportWh)} Wh`,
    },
    { id: 'quality', title: t.quality, cell: ({ quality }) => <Quality names={quality} /> },
    { id: 'stage', title: t.stage, cell: ({ stage }) => <StageBadge stage={stage} /> },
    {
      id: 'packet',
      title: t.packet,
      cell: ({ payloadHash }) => <Hash value={payloadHash} to={`/explorer/packets/${payloadHash}`} />,
    },
    { id: 'proof', title: t.proof, cell: (reading) => <ProofButton reading={reading} /> },
  ];
  return (
    <Panel title={t.newest} flush>
      <Answer query={query} rows={6}>
        {(readings) =>
          readings.length === 0 ? (
            <Empty help={t.emptyRange} />
          ) : (
            <DataTable
              label={t.newest}
              columns={columns}
              rows={readings.slice(-SHOWN).reverse()}
              rowKey={({ atMs, payloadHash }) => `${payloadHash}${atMs}`}
            />
          )
        }
      </Answer>
    </Panel>
  );
}

function Quality({ names }: { names: readonly string[] }) {
  const t = useTexts(pods);
  const tone = names.length === 1 && names[0] === 'measured' ? 'good' : 'warn';
  return (
    <Badge tone={tone}>
      {names.map((name) => t.qualities[name as keyof typeof t.qualities] ?? name).join(', ')}
    </Badge>
  );
}

export function StageBadge({ stage }: { stage: string }) {
  const t = useTexts(common);
  return (
    <Badge tone={stage === 'anchored' ? 'good' : 'info'}>
      {t.stages[stage as keyof typeof t.stages] ?? stage}
    </Badge>
  );
}

function ProofButton({ reading: { payloadHash, stage } }: { reading: Reading }) {
  const t = useTexts(pods);
  const words = useTexts(common);
  const say = useToast();
  const { client } = useSession();
  if (stage !== 'anchored') return <span className="quiet">{t.notAnchored}</span>;
  const fetchProof = () =>
    save(client, `/v1/readings/${payloadHash}/proof`, `${payloadHash.slice(0, 12)}.proof.json`).catch(
      (error: unknown) => say('bad', String(error)),
    );
  return (
    <button
      type="button"
      className="button plain"
      aria-label={`${words.download}: ${t.proofFor(payloadHash.slice(0, 10))}`}
      onClick={() => void fetchProof()}
    >
      <Icon of={FileCheck} />
      {words.download}
    </button>
  );
}
