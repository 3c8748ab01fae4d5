import { FilterBuilder, FiltersBuilder } from '@grafana/grafana-foundation-sdk/elasticsearch';
import { type Groups, REPORTS, type ReportKind } from './groups.ts';
import { byField, byTime, dashboard, distinct, figure, overTime, packets, table } from './panels.ts';

const MEASUREMENTS = 'type:measurement';

/**
 * A kind of report over the index of packets. Values are inside the signed payload, which the engine keeps and does not
 * look into: here are counts of packets, PoDs and meters. Energy by group is in the dashboard's own reports.
 */
export function report(kind: ReportKind, groups: Groups) {
  const title = REPORTS[kind];
  const byGroup = () =>
    new FiltersBuilder().id('group').settings({
      filters: Object.entries(groups[kind]).map(([label, pods]) =>
        new FilterBuilder()
          .label(label)
          .query(`pod:(${pods.join(' OR ')})`)
          .build(),
      ),
    });
  return dashboard(
    `access-layer-report-${kind}`,
    title,
    `Packets of measurements ${title.toLowerCase()}, by what the registry said when this was made`,
    'now-7d',
  )
    .withPanel(figure({ title: 'Packets' }, packets(MEASUREMENTS, [byTime('1d')])))
    .withPanel(figure({ title: 'PoDs with packets' }, packets(MEASUREMENTS, [byTime('1d')], distinct('pod'))))
    .withPanel(
      figure({ title: 'Meters with packets' }, packets(MEASUREMENTS, [byTime('1d')], distinct('meter'))),
    )
    .withPanel(
      overTime({ title: `Packets ${title.toLowerCase()}` }, [
        packets(MEASUREMENTS, [byGroup(), byTime('1h')]),
      ]),
    )
    .withPanel(
      overTime({ title: `PoDs with packets ${title.toLowerCase()}` }, [
        packets(MEASUREMENTS, [byGroup(), byTime('1h')], distinct('pod')),
      ]),
    )
    .withPanel(table({ title: 'Groups' }, packets(MEASUREMENTS, [byGroup()])))
    .withPanel(
      table(
        { title: 'PoDs and roles of their meters' },
        packets(MEASUREMENTS, [byField('pod'), byField('role')]),
      ),
    );
}
