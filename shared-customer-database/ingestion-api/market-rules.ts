import type { Dispute, Settlement, Statement } from '@access-layer/core/payloads/statement';
import { disputeStates } from '@access-layer/core/settlement/dispute-states';
import type { Caller } from '@access-layer/kit/token';
import { ingestionError } from './errors.ts';
import type { IngestionSources } from './sources.ts';

type Sources = Pick<IngestionSources, 'registry' | 'access'>;

const PAGE = 500;
/** Any time that a request can name. */
const EVER = { from: 0, until: 0 };

/**
 * What a dispute or a settlement may say beyond its form: who decides, who may dispute an activation, and that one which
 * is held is not settled.
 * @throws AccessLayerError SCD_FORBIDDEN, SCD_UNKNOWN_REFERENCE, SCD_HELD
 */
export async function checkMarketRules(sources: Sources, caller: Caller, said: Statement): Promise<void> {
  if (said.type === 'settlement') return checkNotHeld(sources, said);
  if (said.type !== 'dispute') return;
  if (said.decision) await checkDecision(sources, said, said.decision);
  else await checkConcerned(sources, caller, said);
}

async function checkDecision(
  { registry }: Sources,
  { sender, activation, about }: Dispute,
  { dispute, outcome }: NonNullable<Dispute['decision']>,
): Promise<void> {
  const refuse = (message: string) => ingestionError('SCD_UNKNOWN_REFERENCE', message, { field: 'decision' });
  const found = await registry.statement(dispute.hash);
  const disputed = found?.type === 'dispute' ? (JSON.parse(found.payload) as Dispute) : undefined;
  if (!disputed || disputed.decision) throw refuse(`there is no dispute ${dispute.hash}`);
  const sameCase = disputed.about.hash === about.hash && disputed.activation?.hash === activation?.hash;
  if (!sameCase) throw refuse(`dispute ${dispute.hash} is about something else`);
  const decider = outcome === 'withdrawn' ? disputed.sender : await dsoOf(registry);
  if (sender === decider) return;
  throw ingestionError(
    'SCD_FORBIDDEN',
    `${decider ?? 'the DSO'} says whether this is ${outcome}, not ${sender}`,
  );
}

/** Only who may see what an activation delivered may say that it is wrong. */
async function checkConcerned({ access }: Sources, caller: Caller, { activation }: Dispute): Promise<void> {
  if (!activation) return;
  const { ranges } = await access.allowedRanges(caller, {
    pod: activation.pod,
    dataSet: 'settlements',
    ...EVER,
  });
  if (ranges.length > 0) return;
  throw ingestionError(
    'SCD_UNKNOWN_REFERENCE',
    `there is no activation ${activation.setPoint} that you may see`,
    {
      field: 'activation',
    },
  );
}

async function checkNotHeld({ registry }: Sources, { activation, result }: Settlement): Promise<void> {
  if (!activation) return;
  const heard: { hash: string; dispute: Dispute }[] = [];
  for (let after = 0; ; ) {
    const page = await registry.statements({ type: 'dispute', after, limit: PAGE });
    for (const { messageHash, payload } of page) {
      const dispute = JSON.parse(payload) as Dispute;
      const isAbout = dispute.activation
        ? dispute.activation.hash === activation.hash
        : [activation.hash, result.hash].includes(dispute.about.hash);
      if (isAbout) heard.push({ hash: messageHash, dispute });
    }
    if (page.length < PAGE) break;
    after = page.at(-1)!.position;
  }
  const open = disputeStates(heard, await dsoOf(registry)).find(({ outcome }) => outcome === undefined);
  if (!open) return;
  const message = `activation ${activation.setPoint} is held by dispute ${open.dispute}, which is not decided`;
  throw ingestionError('SCD_HELD', message, { field: 'activation', details: { dispute: open.dispute } });
}

/** Who decides: the DSO of the registry. */
async function dsoOf(registry: Sources['registry']): Promise<string | undefined> {
  return (await registry.list('party', { where: { role: 'dso' }, limit: 1 }))[0]?.id;
}
