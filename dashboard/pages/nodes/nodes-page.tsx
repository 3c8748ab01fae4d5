import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { type LightNode, useNodes } from '../../api/nodes.ts';
import { useLives } from '../../api/onboarding.ts';
import { usePods } from '../../api/pods.ts';
import { useAddress } from '../../parts/address.ts';
import { Age } from '../../parts/age.tsx';
import { Badge } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty, Skeleton } from '../../parts/states.tsx';
import { useSession } from '../../sign-in/session-provider.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { EnrolDialog } from './enrol-dialog.tsx';
import { life } from './life-texts.ts';
import { Clock, MeterState, Signal } from './report-parts.tsx';
import { nodes } from './texts.ts';

const NodeMap = lazy(async () => ({ default: (await import('./node-map.tsx')).NodeMap }));

/** A node with the PoD that its packets are of. */
export interface PlacedNode extends LightNode {
  pod?: string;
  /** As the place is called. */
  place?: string;
  municipality?: string;
  longitude?: number;
  latitude?: number;
  certificateEndMs?: number;
}

export function NodesPage() {
  const t = useTexts(nodes);
  const { get, set } = useAddress();
  const words = useTexts(life);
  const { person } = useSession();
  const [enrolling, setEnrolling] = useState(false);
  const lives = useLives();
  const query = useNodes();
  const pods = usePods();
  const podOf = new Map(
    (pods.data?.rows ?? []).flatMap((row) => row.series.map(({ node }) => [node, row] as const)),
  );
  const lifeOf = new Map((lives.data?.items ?? []).map((one) => [one.node, one]));
  const filter = (get('filter') ?? '').toLowerCase();
  const onlyOff = get('off') === 'true';
  return (
    <>
      <PageHead title={t.title} about={t.about}>
        {person.scopes.has('admin') && (
          <button type="button" className="button first" onClick={() => setEnrolling(true)}>
            {words.enrol}
          </button>
        )}
        <label className="row">
          <input
            type="checkbox"
            checked={onlyOff}
            onChange={({ target }) => set({ off: target.checked ? 'true' : undefined })}
          />
          {t.onlyOff}
        </label>
        <input
          className="input"
          type="search"
          aria-label={t.filter}
          placeholder={t.filter}
          value={get('filter') ?? ''}
          onChange={({ target }) => set({ filter: target.value || undefined })}
        />
      </PageHead>
      {enrolling && <EnrolDialog close={() => setEnrolling(false)} />}
      <Answer query={query} rows={8}>
        {(all) => {
          const placed: PlacedNode[] = all.map((node) => ({
            ...node,
            ...placeOf(podOf.get(node.node)),
            ...certificateOf(node),
            ...ownPlace(node.report?.place),
            ...enrolled(lifeOf.get(node.node)),
          }));
          const shown = placed.filter(
            ({ node, pod, place, municipality, isConnected }) =>
              `${node} ${pod} ${place} ${municipality}`.toLowerCase().includes(filter) &&
              !(onlyOff && isConnected),
          );
          return (
            <div className="grid">
              <Panel title={t.title} className="w12" flush>
                {all.length === 0 ? <Empty help={t.none} /> : <NodeTable rows={shown} />}
              </Panel>
              <Panel title={t.map} note={t.mapNote} className="w12" flush>
                <Suspense fallback={<Skeleton rows={8} />}>
                  <NodeMap nodes={shown} />
                </Suspense>
              </Panel>
            </div>
          );
        }}
      </Answer>
    </>
  );
}

function placeOf(row: NonNullable<ReturnType<typeof usePods>['data']>['rows'][number] | undefined) {
  if (!row) return {};
  const { pod, municipality, longitude, latitude } = row;
  return {
    pod,
    ...(municipality ? { municipality } : {}),
    ...(longitude !== undefined && latitude !== undefined ? { longitude, latitude } : {}),
  };
}

/** What the node itself says, where the DSO’s book has no certificate of it. */
function certificateOf({ report }: LightNode) {
  const endMs = Date.parse(report?.certificateEnd ?? '');
  return Number.isNaN(endMs) ? {} : { certificateEndMs: endMs };
}

type Summary = NonNullable<ReturnType<typeof useLives>['data']>['items'][number];

/** What the DSO knows of it: where it is on the map, and until when its certificate works. */
function enrolled(known: Summary | undefined) {
  if (!known) return {};
  const { place, certificateEnd } = known;
  return {
    ...ownPlace(place),
    ...(certificateEnd ? { certificateEndMs: Date.parse(certificateEnd) } : {}),
  };
}

function ownPlace(known: Summary['place']) {
  if (!known) return {};
  const { name, municipality, latitude, longitude } = known;
  return { municipality, latitude, longitude, ...(name ? { place: name } : {}) };
}

export function ConnectionBadge({ isConnected }: { isConnected: boolean }) {
  const t = useTexts(nodes);
  return <Badge tone={isConnected ? 'good' : 'bad'}>{isConnected ? t.connected : t.disconnected}</Badge>;
}

function NodeTable({ rows }: { rows: readonly PlacedNode[] }) {
  const t = useTexts(nodes);
  const formats = useFormats();
  const columns: Column<PlacedNode>[] = [
    {
      id: 'node',
      title: t.node,
      cell: ({ node }) => <Link href={`/nodes/${node}`}>{node}</Link>,
      sort: ({ node }) => node,
    },
    {
      id: 'connection',
      title: t.connection,
      cell: ({ isConnected }) => <ConnectionBadge isConnected={isConnected} />,
      sort: ({ isConnected }) => Number(isConnected),
    },
    {
      id: 'last',
      title: t.last,
      cell: ({ lastAcceptedAtMs }) => (lastAcceptedAtMs ? <Age ms={lastAcceptedAtMs} /> : '–'),
      sort: ({ lastAcceptedAtMs }) => lastAcceptedAtMs ?? 0,
    },
    {
      id: 'pod',
      title: t.pod,
      cell: ({ pod }) =>
        pod ? (
          <Link href={`/pods/${pod}`}>
            <code>{pod}</code>
          </Link>
        ) : (
          '–'
        ),
      sort: ({ pod }) => pod ?? '',
    },
    { id: 'place', title: t.place, cell: ({ place }) => place ?? '–', sort: ({ place }) => place ?? '' },
    {
      id: 'outbox',
      title: t.outbox,
      number: true,
      cell: ({ report }) => (report?.queued === undefined ? '–' : formats.number(report.queued)),
      sort: ({ report }) => report?.queued ?? -1,
    },
    {
      id: 'signal',
      title: t.signal,
      cell: ({ report }) => <Signal of={report?.signal} />,
      sort: ({ report }) => report?.signal?.dbm ?? 0,
    },
    {
      id: 'clock',
      title: t.clock,
      cell: ({ report }) => <Clock synchronised={report?.clockSynchronised} />,
      sort: ({ report }) => Number(report?.clockSynchronised ?? false),
    },
    {
      id: 'certificate',
      title: t.certificate,
      cell: ({ certificateEndMs }) => (certificateEndMs ? <Moment ms={certificateEndMs} show="date" /> : '–'),
      sort: ({ certificateEndMs }) => certificateEndMs ?? 0,
    },
    {
      id: 'firmware',
      title: t.firmware,
      cell: ({ report }) => report?.firmware ?? '–',
      sort: ({ report }) => report?.firmware ?? '',
    },
    { id: 'meter', title: t.meterState, cell: ({ report = {} }) => <MeterState report={report} /> },
    {
      id: 'packets',
      title: t.packets,
      number: true,
      cell: ({ lastSeq }) => (lastSeq === undefined ? '–' : formats.number(lastSeq + 1)),
      sort: ({ lastSeq }) => lastSeq ?? -1,
    },
  ];
  return (
    <DataTable
      label={t.title}
      columns={columns}
      rows={rows}
      rowKey={({ node }) => node}
      order={{ id: 'connection', down: false }}
    />
  );
}
