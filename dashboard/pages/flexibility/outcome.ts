import type { Order, Request, Result, Settlement } from '@access-layer/core/payloads/statement';
import type { Stated } from '../../api/statements.ts';

export interface OrderRow {
  order: Order;
  messageHash: string;
  stage: string;
  result?: Result;
}

/** Each order with what the market made of it: a result names its order by hash. */
export function orderRows(orders: readonly Stated<Order>[], results: readonly Stated<Result>[]): OrderRow[] {
  const byOrder = new Map(results.map(({ said }) => [said.order.hash, said]));
  return orders.map(({ said: order, messageHash, stage }) => {
    const result = byOrder.get(messageHash);
    return { order, messageHash, stage, ...(result ? { result } : {}) };
  });
}

export interface DeliveryRow {
  settlement: Settlement;
  messageHash: string;
  service?: string;
  /** Wh; what the result accepted at this PoD's share, over the settled time. */
  orderedEnergyWh?: number;
}

/** Each settlement with what was ordered: the power that the result cleared, over the time that is settled. */
export function deliveryRows(
  settlements: readonly Stated<Settlement>[],
  results: readonly Stated<Result>[],
  orders: readonly Stated<Order>[],
): DeliveryRow[] {
  const resultOf = new Map(results.map(({ messageHash, said }) => [messageHash, said]));
  const orderOf = new Map(orders.map(({ messageHash, said }) => [messageHash, said]));
  return settlements.map(({ said: settlement, messageHash }) => {
    const result = resultOf.get(settlement.result.hash);
    const order = result && orderOf.get(result.order.hash);
    const pods = (result?.pods ?? order?.pods)?.length ?? 1;
    const hours = (Date.parse(settlement.until) - Date.parse(settlement.from)) / 3_600_000;
    return {
      settlement,
      messageHash,
      ...(order ? { service: order.service } : {}),
      ...(result ? { orderedEnergyWh: (result.powerW / pods) * hours } : {}),
    };
  });
}

export interface Totals {
  requestedW: number;
  offeredW: number;
  acceptedW: number;
  orderedWh: number;
  deliveredWh: number;
}

export function totals(
  requests: readonly Stated<Request>[],
  orders: readonly OrderRow[],
  deliveries: readonly DeliveryRow[],
): Totals {
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    requestedW: sum(requests.map(({ said }) => said.powerW)),
    offeredW: sum(orders.map(({ order }) => order.powerW)),
    acceptedW: sum(orders.map(({ result }) => result?.powerW ?? 0)),
    orderedWh: sum(deliveries.map(({ orderedEnergyWh }) => orderedEnergyWh ?? 0)),
    deliveredWh: sum(deliveries.map(({ settlement }) => settlement.deliveredEnergyWh)),
  };
}
