import { Check } from 'lucide-react';
import { Link } from 'wouter';
import { useNode } from '../../api/nodes.ts';
import { useLife } from '../../api/onboarding.ts';
import { useCompleteness } from '../../api/readings.ts';
import { Age } from '../../parts/age.tsx';
import { Badge } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Hash } from '../../parts/hash.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { Anomalies } from '../overview/anomalies.tsx';
import { LifePanel } from './life-panel.tsx';
import { ConnectionBadge } from './nodes-page.tsx';
import { Clock, MeterState, Signal } from './report-parts.tsx';
import { nodes } from './texts.ts';
import { TimelinePanel } from './timeline-panel.tsx';

type Details = NonNullable<ReturnType<typeof useNode>['data']>;
type Binding = Details['bindings'][number];

export function NodePage({ id }: { id: string }) {
  const t = useTexts(nodes);
  const query = useNode(id);
  const known = useLife(id);
  // Bound by the DSO, and never heard of by the Blockchain Access Layer.
  const isAwaited = query.isError && query.data === undefined && known.data !== undefined;
  return (
    <>
      <PageHead title={`${t.node} ${id}`} />
      {isAwaited && (
        <div className="grid">
          <LifePanel node={id} />
          <Panel title={t.details} className="w12">
            <Empty help={t.neverConnected} />
          </Panel>
        </div>
      )}
      {!isAwaited && (
        <Answer query={query} rows={8}>
          {(details) => (
            <div className="grid">
              {details.bindings[0] && <TimelinePanel node={id} pod={details.bindings[0].podCode} />}
              <LifePanel node={id} />
              <StatusPanel details={details} />
              <BindingsPanel bindings={details.bindings} />
              {details.bindings[0] && <Holes pod={details.bindings[0].podCode} node={id} />}
              <Anomalies className="w6" filter={{ node: id }} />
            </div>
          )}
        </Answer>
      )}
    </>
  );
}

function StatusPanel({ details }: { details: Details }) {
  const t = useTexts(nodes);
  const formats = useFormats();
  const { isConnected, connectionAtMs, lastAcceptedAtMs, lastSeq, fingerprint } = details;
  const { report = {}, reportedAtMs } = details;
  const { queued, outbox, lastReadingAt } = report;
  return (
    <Panel title={t.details} className="w4">
      <dl className="facts">
        <dt>{t.connection}</dt>
        <dd>
          <ConnectionBadge isConnected={isConnected} />
        </dd>
        <dt>{t.since}</dt>
        <dd>
          <Age ms={connectionAtMs} />
        </dd>
        <dt>{t.last}</dt>
        <dd>{lastAcceptedAtMs ? <Age ms={lastAcceptedAtMs} /> : '–'}</dd>
        <dt>{t.lastSeq}</dt>
        <dd className="numeric">{lastSeq === undefined ? '–' : formats.number(lastSeq)}</dd>
        <dt>{t.lastReading}</dt>
        <dd>{lastReadingAt ? <Age ms={Date.parse(lastReadingAt)} /> : '–'}</dd>
        <dt>{t.outbox}</dt>
        <dd className="numeric" title={outbox && t.outboxMore(formats.number(outbox.unanchored))}>
          {queued === undefined ? '–' : formats.number(queued)}
        </dd>
        <dt>{t.signal}</dt>
        <dd>
          <Signal of={report.signal} />
        </dd>
        <dt>{t.clock}</dt>
        <dd>
          <Clock synchronised={report.clockSynchronised} />
        </dd>
        <dt>{t.meterState}</dt>
        <dd>
          <MeterState report={report} />
        </dd>
        <dt>{t.firmware}</dt>
        <dd>{report.firmware ?? '–'}</dd>
        <dt>{t.reported}</dt>
        <dd>{reportedAtMs ? <Age ms={reportedAtMs} /> : '–'}</dd>
        <dt>{t.fingerprint}</dt>
        <dd>
          <Hash value={fingerprint} />
        </dd>
      </dl>
    </Panel>
  );
}

function BindingsPanel({ bindings }: { bindings: readonly Binding[] }) {
  const t = useTexts(nodes);
  const columns: Column<Binding>[] = [
    { id: 'meter', title: t.meter, cell: ({ meterId }) => meterId },
    {
      id: 'pod',
      title: t.pod,
      cell: ({ podCode }) => (
        <Link href={`/pods/${podCode}`}>
          <code>{podCode}</code>
        </Link>
      ),
    },
    { id: 'key', title: t.key, cell: ({ key }) => <Hash value={key} /> },
    { id: 'from', title: t.from, cell: ({ from }) => <Moment ms={from} /> },
    { id: 'until', title: t.until, cell: ({ until }) => (until > 0 ? <Moment ms={until} /> : t.open) },
    {
      id: 'valid',
      title: t.valid,
      cell: ({ valid, revokedAt }) => (
        <Badge tone={valid ? 'good' : 'bad'}>
          {valid ? t.validNow : revokedAt > 0 ? t.revoked : t.ended}
        </Badge>
      ),
    },
  ];
  return (
    <Panel title={t.bindings} className="w8" flush>
      <DataTable
        label={t.bindings}
        columns={columns}
        rows={bindings}
        rowKey={({ key, meterId, from }) => `${key}${meterId}${from}`}
      />
    </Panel>
  );
}

/** From the first day of the system on. */
const SINCE_MS = Date.parse('2020-01-01T00:00:00.000Z');
const END_MS = Date.parse('2100-01-01T00:00:00.000Z');

function Holes({ pod, node }: { pod: string; node: string }) {
  const t = useTexts(nodes);
  const formats = useFormats();
  const query = useCompleteness(pod, { fromMs: SINCE_MS, untilMs: END_MS });
  return (
    <Panel title={t.timeline} note={t.timelineNote} className="w6" flush>
      <Answer query={query} rows={4}>
        {({ nodes: all }) => {
          const own = all.find((one) => one.node === node);
          const missing = own?.missing ?? [];
          if (missing.length === 0) return <Empty icon={Check} title={t.whole} help={t.noHoles} />;
          const columns: Column<(typeof missing)[number]>[] = [
            {
              id: 'numbers',
              title: t.lastSeq,
              cell: ({ fromSeq, toSeq }) => t.missing(formats.number(fromSeq), formats.number(toSeq)),
              sort: ({ fromSeq }) => fromSeq,
            },
            {
              id: 'count',
              title: t.missingCount,
              number: true,
              cell: ({ packets }) => formats.number(packets),
              sort: ({ packets }) => packets,
            },
            {
              id: 'between',
              title: t.between,
              cell: ({ after, before }) => (
                <>
                  {after ? <Moment ms={Date.parse(after)} /> : '–'} –{' '}
                  {before ? <Moment ms={Date.parse(before)} /> : '–'}
                </>
              ),
            },
          ];
          return (
            <DataTable
              label={t.timeline}
              columns={columns}
              rows={missing}
              rowKey={({ fromSeq }) => String(fromSeq)}
              order={{ id: 'numbers', down: true }}
            />
          );
        }}
      </Answer>
    </Panel>
  );
}
