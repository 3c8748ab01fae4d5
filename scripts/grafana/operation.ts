import { dashboard, figure, metric, overTime } from './panels.ts';

/** The way of a reading through the services, and what stands in its way. */
export function operation() {
  return dashboard(
    'access-layer-operation',
    'Operation',
    'From the broker to the chain and into the database: counts agree when everything has gone through',
  )
    .withPanel(
      figure(
        {
          title: 'Oldest reading not anchored',
          unit: 's',
          description: 'Over ten minutes something stands still',
        },
        metric('access_layer_oldest_unanchored_age_seconds'),
      ),
    )
    .withPanel(figure({ title: 'Batches waiting' }, metric('access_layer_batches_waiting')))
    .withPanel(figure({ title: 'Open anomalies' }, metric('sum(access_layer_anomalies_open)')))
    .withPanel(figure({ title: 'Connected Light Nodes' }, metric('access_layer_connections')))
    .withPanel(figure({ title: 'Records set aside' }, metric('sum(access_layer_scd_quarantined_total)')))
    .withPanel(figure({ title: 'Damaged days of the archive' }, metric('access_layer_scd_archive_damages')))
    .withPanel(
      overTime({ title: 'Packets by stage', unit: 'ops' }, [
        metric('rate(access_layer_accepted_total[5m])', 'accepted'),
        metric('rate(access_layer_sealed_total[5m])', 'sealed'),
        metric('rate(access_layer_anchored_total[5m])', 'anchored'),
        metric('rate(access_layer_stored_total[5m])', 'stored'),
      ]),
    )
    .withPanel(
      overTime({ title: 'Behind', description: 'Packets between two stages' }, [
        metric('access_layer_accepted_total - access_layer_sealed_total', 'accepted, not sealed'),
        metric('access_layer_sealed_total - access_layer_anchored_total', 'sealed, not anchored'),
        metric('sum(access_layer_sealed_total) - sum(access_layer_stored_total)', 'sealed, not stored'),
      ]),
    )
    .withPanel(
      overTime({ title: 'Refused packets, by reason', unit: 'ops' }, [
        metric('sum by (reason) (rate(access_layer_refused_total[5m])) > 0', '{{reason}}'),
      ]),
    )
    .withPanel(
      overTime({ title: 'Requests at the front door, by status', unit: 'reqps' }, [
        metric('sum by (status) (rate(access_layer_gateway_requests_total[5m]))', '{{status}}'),
      ]),
    )
    .withPanel(
      overTime({ title: 'Time to answer at the front door', unit: 's' }, [
        metric(
          'histogram_quantile(0.5, sum by (le) (rate(access_layer_gateway_request_duration_seconds_bucket[5m])))',
          'half',
        ),
        metric(
          'histogram_quantile(0.95, sum by (le) (rate(access_layer_gateway_request_duration_seconds_bucket[5m])))',
          '95 %',
        ),
      ]),
    )
    .withPanel(
      overTime({ title: 'Memory of each process', unit: 'bytes' }, [
        metric('access_layer_process_resident_memory_bytes', '{{job}} {{instance}}'),
      ]),
    );
}
