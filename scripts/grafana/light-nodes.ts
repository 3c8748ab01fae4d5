import { byField, byTime, dashboard, distinct, figure, metric, overTime, packets, table } from './panels.ts';

/** Light Nodes by what they say of themselves, and by what has come of them. */
export function lightNodes() {
  return dashboard(
    'access-layer-light-nodes',
    'Light Nodes',
    'What they measure and hold back, and what is stored of them',
  )
    .withPanel(
      figure({ title: 'Nodes with packets' }, packets('type:measurement', [byTime('1d')], distinct('node'))),
    )
    .withPanel(
      figure(
        { title: 'Readings a second', unit: 'ops' },
        metric('sum(rate(access_layer_measured_total[5m]))'),
      ),
    )
    .withPanel(figure({ title: 'Packets waiting in nodes' }, metric('sum(access_layer_node_queued_packets)')))
    .withPanel(figure({ title: 'Packets held back' }, metric('sum(access_layer_node_held_packets)')))
    .withPanel(figure({ title: 'Packets refused' }, metric('sum(access_layer_node_refused_total)')))
    .withPanel(figure({ title: 'Readings dropped' }, metric('sum(access_layer_node_dropped_total)')))
    .withPanel(
      overTime({ title: 'Outbox of each process of Light Nodes' }, [
        metric('access_layer_node_outbox_packets', '{{instance}}'),
      ]),
    )
    .withPanel(
      overTime({ title: 'Meters that did not answer', unit: 'ops' }, [
        metric('sum by (instance) (rate(access_layer_node_meter_errors_total[5m]))', '{{instance}}'),
      ]),
    )
    .withPanel(overTime({ title: 'Stored packets, by node' }, [packets('*', [byField('node'), byTime()])]))
    .withPanel(overTime({ title: 'Stored packets, by type' }, [packets('*', [byField('type'), byTime()])]))
    .withPanel(table({ title: 'Nodes' }, packets('*', [byField('node'), byField('pod')])))
    .withPanel(
      table(
        { title: 'What nodes have told' },
        packets('NOT type:measurement', [byField('node'), byField('type')]),
      ),
    );
}
