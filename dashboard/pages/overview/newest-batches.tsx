import { Link } from 'wouter';
import { useNewestBatches } from '../../api/flow.ts';
import { Age } from '../../parts/age.tsx';
import { Badge } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { overview } from './texts.ts';

const SHOWN = 9;

type Batch = NonNullable<ReturnType<typeof useNewestBatches>['data']>['items'][number];

export function NewestBatches({ className }: { className: string }) {
  const t = useTexts(overview);
  const formats = useFormats();
  const query = useNewestBatches(SHOWN);
  const columns: Column<Batch>[] = [
    {
      id: 'batch',
      title: t.batch,
      cell: ({ anchorer, index }) => (
        <Link href={`/explorer/batches/${anchorer}/${index}`}>{formats.number(index)}</Link>
      ),
    },
    { id: 'count', title: t.count, number: true, cell: ({ count }) => formats.number(count) },
    { id: 'sealed', title: t.sealed, cell: ({ sealedAtMs }) => <Age ms={sealedAtMs} /> },
    { id: 'state', title: t.state, cell: (batch) => <BatchState batch={batch} /> },
  ];
  return (
    <Panel title={t.recent} className={className} flush tools={<Link href="/explorer">{t.allBatches}</Link>}>
      <Answer query={query} rows={SHOWN}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty help={t.noBatches} />
          ) : (
            <DataTable
              label={t.recent}
              columns={columns}
              rows={items}
              rowKey={({ index }) => String(index)}
            />
          )
        }
      </Answer>
    </Panel>
  );
}

export function BatchState({ batch }: { batch: Pick<Batch, 'stage' | 'conflict'> }) {
  const t = useTexts(overview);
  if (batch.conflict) return <Badge tone="bad">{t.conflict}</Badge>;
  return batch.stage === 'anchored' ? (
    <Badge tone="good">{t.anchored}</Badge>
  ) : (
    <Badge tone="info">{t.sealedOnly}</Badge>
  );
}
