import type { Order } from '@access-layer/core/payloads/statement';
import { resultId } from './product.ts';
import {
  announced,
  partiesOf,
  referenceTo,
  type Stakeholder,
  statementsOf,
  stateOnce,
} from './stakeholder.ts';

/** The market: takes every offer for what the TSO has asked, up to its price, and tells all who are concerned. */
export const market: Stakeholder = async (desk, product) => {
  const { statements: orders, heard } = await announced(desk, 'order', product.id);
  const [request] = await statementsOf(desk, 'request', product.id);
  const wrote: string[] = [];
  const read = { requests: request ? 1 : 0, orders: orders.length, heard, events: desk.inbox?.count() ?? 0 };
  if (!request) return { read, wrote };
  const { maxPriceEurPerMwh = 0 } = JSON.parse(request.payload) as { maxPriceEurPerMwh?: number };
  const operators = [...(await partiesOf(desk, 'tso')), ...(await partiesOf(desk, 'dso'))];
  for (const order of orders) {
    const said = JSON.parse(order.payload) as Order;
    const isTaken = said.priceEurPerMwh <= maxPriceEurPerMwh;
    const result = await stateOnce(desk, 'result', {
      ...{
        id: resultId(product, order.sender),
        recipients: [order.sender, ...operators],
        order: referenceTo(order),
      },
      ...{ status: isTaken ? 'accepted' : 'rejected', powerW: isTaken ? said.powerW : 0 },
      ...{ priceEurPerMwh: said.priceEurPerMwh, from: said.from, until: said.until, pods: said.pods },
    });
    if (result) wrote.push('result');
  }
  return { read, wrote };
};
