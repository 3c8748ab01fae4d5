import { useActivations, useSetPoints } from '../../api/readings.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { common } from '../../texts/common.ts';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import type { Range } from './range.ts';
import { pods } from './texts.ts';

type SetPoint = NonNullable<ReturnType<typeof useSetPoints>['data']>['setPoints'][number];

export const STATUS_TONES: Record<string, Tone> = {
  received: 'info',
  applied: 'good',
  completed: 'good',
  refused: 'bad',
  failed: 'bad',
  expired: 'warn',
};

/** The newest answer of a node to each set-point, by its id. */
export function answersBySetPoint(activations: readonly { payload: string }[]): Map<string, string> {
  const answers = activations.map(
    ({ payload }) => JSON.parse(payload) as { setPoint: string; status: string; at: string },
  );
  answers.sort((a, b) => a.at.localeCompare(b.at));
  return new Map(answers.map(({ setPoint, status }) => [setPoint, status]));
}

export function SetPointsPanel({ pod, range, className }: { pod: string; range: Range; className: string }) {
  const t = useTexts(pods);
  const words = useTexts(common);
  const formats = useFormats();
  const query = useSetPoints(pod, range);
  const activations = useActivations(pod, range);
  const answers = answersBySetPoint(activations.data?.activations ?? []);
  const columns: Column<SetPoint>[] = [
    {
      id: 'from',
      title: words.from,
      cell: ({ from }) => <Moment ms={Date.parse(from)} />,
      sort: ({ from }) => from,
    },
    { id: 'until', title: words.until, cell: ({ until }) => <Moment ms={Date.parse(until)} show="time" /> },
    { id: 'mode', title: t.mode, cell: ({ mode }) => t.modes[mode] },
    {
      id: 'value',
      title: t.limit,
      number: true,
      cell: ({ valueW }) => (valueW === undefined ? '–' : formats.quantity(valueW, 'W')),
    },
    { id: 'service', title: t.service, cell: ({ service }) => t.services[service] },
    {
      id: 'answer',
      title: t.answers,
      cell: ({ id }) => {
        const status = answers.get(id);
        return status ? (
          <Badge tone={STATUS_TONES[status] ?? 'none'}>{t.statuses[status as keyof typeof t.statuses]}</Badge>
        ) : (
          '–'
        );
      },
    },
  ];
  return (
    <Panel title={t.setPoints} className={className} flush>
      <Answer query={query} rows={4}>
        {({ setPoints }) =>
          setPoints.length === 0 ? (
            <Empty help={t.noSetPoints} />
          ) : (
            <DataTable
              label={t.setPoints}
              columns={columns}
              rows={setPoints}
              rowKey={({ id }) => id}
              order={{ id: 'from', down: true }}
            />
          )
        }
      </Answer>
    </Panel>
  );
}
