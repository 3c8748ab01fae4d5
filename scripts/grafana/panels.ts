import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  type BucketAggregation,
  CountBuilder,
  DateHistogramBuilder,
  type MetricAggregation,
  DataqueryBuilder as SearchQueryBuilder,
  TermsBuilder,
  UniqueCountBuilder,
} from '@grafana/grafana-foundation-sdk/elasticsearch';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { PROMETHEUS, SEARCH, TIME_FIELD } from './sources.ts';

const HEIGHT = 8;
const STAT_HEIGHT = 4;
const HALF = 12;
const STAT_WIDTH = 4;
const MOST_TERMS = '50';

export interface Drawn {
  title: string;
  /** Grafana's name of the unit. */
  unit?: string;
  description?: string;
}

/** A PromQL query, with its legend. */
export function metric(expr: string, legend = '__auto', refId?: string): Builder<Dataquery> {
  const query = new DataqueryBuilder().expr(expr).legendFormat(legend).datasource(PROMETHEUS);
  return refId ? query.refId(refId) : query;
}

export function overTime({ title, unit = 'short', description = '' }: Drawn, queries: Builder<Dataquery>[]) {
  return new TimeSeriesBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .height(HEIGHT)
    .span(HALF)
    .targets(queries);
}

export function figure({ title, unit = 'short', description = '' }: Drawn, query: Builder<Dataquery>) {
  return new StatBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .height(STAT_HEIGHT)
    .span(STAT_WIDTH)
    .withTarget(query);
}

export function table({ title, unit = 'short', description = '' }: Drawn, query: Builder<Dataquery>) {
  return new TableBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .height(HEIGHT)
    .span(HALF)
    .withTarget(query);
}

/** A question to the index of packets: `query` is Lucene, buckets are cut in their order. */
export function packets(
  query: string,
  buckets: Builder<BucketAggregation>[],
  measure: Builder<MetricAggregation> = new CountBuilder().id('count'),
): Builder<Dataquery> {
  return new SearchQueryBuilder()
    .query(query)
    .timeField(TIME_FIELD)
    .metrics([measure])
    .bucketAggs(buckets)
    .datasource(SEARCH);
}

export const byTime = (interval = 'auto') =>
  new DateHistogramBuilder().id('time').field(TIME_FIELD).settings({ interval, min_doc_count: '0' });

export const byField = (field: string) =>
  new TermsBuilder()
    .id(field)
    .field(field)
    .settings({ size: MOST_TERMS, min_doc_count: '1', orderBy: '_count' });

export const distinct = (field: string) => new UniqueCountBuilder().id('distinct').field(field);

export function dashboard(
  uid: string,
  title: string,
  description: string,
  from = 'now-6h',
): DashboardBuilder {
  return new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['access-layer'])
    .timezone('browser')
    .readonly()
    .time({ from, to: 'now' })
    .refresh('30s');
}
