import { useStatements } from '../../api/statements.ts';
import { useAddress } from '../../parts/address.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Failure, Skeleton } from '../../parts/states.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { DeliveryPanel } from './delivery-panel.tsx';
import { Figures } from './figures.tsx';
import { OrdersPanel } from './orders-panel.tsx';
import { deliveryRows, orderRows, totals } from './outcome.ts';
import { SetPointsPanel } from './set-points-panel.tsx';
import { SettlementPanel } from './settlement-panel.tsx';
import { flexibility } from './texts.ts';

const SERVICES = ['congestion-management', 'voltage-control', 'balancing'] as const;

export function FlexibilityPage() {
  const t = useTexts(flexibility);
  const { get, set } = useAddress();
  const service = SERVICES.find((known) => known === get('service'));
  return (
    <>
      <PageHead title={t.title} about={t.about}>
        <select
          className="select"
          aria-label={t.service}
          value={service ?? ''}
          onChange={({ target }) => set({ service: target.value || undefined })}
        >
          <option value="">{t.allServices}</option>
          {SERVICES.map((known) => (
            <option key={known} value={known}>
              {t.services[known]}
            </option>
          ))}
        </select>
      </PageHead>
      <Content service={service} />
    </>
  );
}

function Content({ service }: { service: string | undefined }) {
  const [requests, orders, results, settlements] = [
    useStatements('requests'),
    useStatements('orders'),
    useStatements('results'),
    useStatements('settlements'),
  ];
  const failed = [requests, orders, results, settlements].find(({ isError, data }) => isError && !data);
  if (failed) return <Failure error={failed.error} retry={() => void failed.refetch()} />;
  if (!requests.data || !orders.data || !results.data || !settlements.data) return <Skeleton rows={8} />;
  const isOf = (of: string | undefined) => service === undefined || of === service;
  const asked = requests.data.filter(({ said }) => isOf(said.service));
  const rows = orderRows(orders.data, results.data).filter(({ order }) => isOf(order.service));
  const delivered = deliveryRows(settlements.data, results.data, orders.data).filter(({ service: of }) =>
    isOf(of),
  );
  const counts = {
    requests: asked.length,
    orders: rows.length,
    results: rows.filter(({ result }) => result).length,
    settlements: delivered.length,
  };
  return (
    <>
      <Figures totals={totals(asked, rows, delivered)} counts={counts} />
      <OrdersPanel rows={rows} />
      <div className="grid">
        <DeliveryPanel rows={delivered} className="w12" />
        <SetPointsPanel className="w12" />
      </div>
      <SettlementPanel />
    </>
  );
}
