import { dataOf } from '@access-layer/client/errors';
import type { components } from '@access-layer/client/generated/data';
import type { Dispatched } from './dispatch.ts';
import type { Desk } from './stakeholder.ts';

type Detail = components['schemas']['ActivationDetail'];

/** The last packets of an activation are a moment on their way. */
const SPARE_MS = 30_000;
/** What is not complete by then is left to people. */
const LONGEST_MS = 3_600_000;

/** Signs what the DSO's set-points have delivered, as the database works it out, once all of it is known. */
export async function settleDispatched(desk: Desk): Promise<string[]> {
  const wrote: string[] = [];
  for (const sent of desk.dispatch?.open ?? []) {
    const agoMs = Date.now() - sent.untilMs;
    if (agoMs < SPARE_MS) continue;
    const settled = await settleOne(desk, sent);
    if (settled) wrote.push(settled);
    if (settled || agoMs > LONGEST_MS) desk.dispatch!.open.delete(sent);
  }
  return wrote;
}

async function settleOne(
  { client, statements }: Desk,
  { pod, seq }: Dispatched,
): Promise<string | undefined> {
  const path = { pod, seq: String(seq) };
  const answer = client.data.GET('/v1/pods/{pod}/set-points/{seq}/settlement', { params: { path } });
  const { state, result, order, settlements, ...figures } = await dataOf<Detail>(answer as never);
  if (state !== 'settled' || !result || !order || settlements.length > 0) return undefined;
  const {
    setPoint,
    hash,
    from,
    until,
    amountEur = 0,
    settledWh = 0,
    settledBy,
    completenessPercent,
  } = figures;
  await statements.handIn('settlement', {
    ...{ id: `settlement-${setPoint}`, recipients: [order.sender, result.sender], result, pod, from, until },
    ...{ baselineEnergyWh: figures.baselineWh ?? 0, measuredEnergyWh: figures.measuredWh ?? 0 },
    ...{
      deliveredEnergyWh: figures.deliveredWh ?? 0,
      settledEnergyWh: settledWh,
      amountEur,
      completenessPercent,
    },
    activation: { pod, setPoint, hash },
    ...(settledBy ? { baselineMethod: settledBy } : {}),
  });
  return `settlement of ${pod} number ${seq}`;
}
