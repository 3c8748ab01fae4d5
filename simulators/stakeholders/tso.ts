import { dataOf } from '@access-layer/client/errors';
import { partiesOf, type Stakeholder, stateOnce } from './stakeholder.ts';

const POWER_W = 2000;
const MAX_PRICE_EUR_PER_MWH = 200;

/** The transmission system operator: sees which resources are contracted for balancing, and asks the market for power. */
export const tso: Stakeholder = async (desk, product) => {
  const { items: contracts } = await dataOf(desk.client.data.GET('/v1/contracts'));
  const balancing = contracts.filter(({ services }) => services.includes('balancing'));
  const recipients = [...(await partiesOf(desk, 'market')), ...(await partiesOf(desk, 'aggregator'))];
  const request = await stateOnce(desk, 'request', {
    id: product.id,
    recipients,
    service: 'balancing',
    direction: 'decrease',
    powerW: POWER_W,
    from: product.from,
    until: product.until,
    maxPriceEurPerMwh: MAX_PRICE_EUR_PER_MWH,
  });
  return { read: { contracts: balancing.length }, wrote: request ? ['request'] : [] };
};
