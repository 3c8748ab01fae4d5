import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Ems } from '../ems.ts';
import { type EmsSite, prepareCommand, type Variables } from './command.ts';
import { MissingVariable } from './fill-in.ts';
import type { EmsTemplate } from './template.ts';

/** The device answered, and the answer is no. */
export class DeviceRefusal extends Error {}

/**
 * An EMS of a template whose actions are performed one after the other: for every protocol in which an action is a
 * message. `perform` rejects with DeviceRefusal where the device says no, and with anything else where it says nothing.
 */
export function createEms<Action>({
  template,
  site,
  where,
  perform,
  close,
}: {
  template: Pick<EmsTemplate, 'charger' | 'revert' | 'model' | 'commandsW'> & {
    modes: Partial<Record<'limit-import' | 'limit-export' | 'target', Action[]>>;
    pause?: Action[];
    release: Action[];
  };
  site: EmsSite;
  where: string;
  perform: (action: Action, variables: Variables) => Promise<void>;
  close: () => Promise<void>;
}): Ems {
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn(actions: readonly Action[], variables: Variables): Promise<void> {
    const next = turn.then(async () => {
      for (const action of actions) await perform(action, variables);
    });
    turn = next.catch(() => undefined);
    return next;
  }
  const isNo = (error: unknown) => error instanceof DeviceRefusal || error instanceof MissingVariable;
  function unreachable(error: unknown): AccessLayerError {
    const message = `no answer of the device ${where}: ${messageOf(error)}; check power, network and address`;
    return new AccessLayerError({ code: 'LN_EMS_UNREACHABLE', message, retryable: true, cause: error });
  }

  return {
    async apply(command) {
      const { modes, charger, commandsW, pause, revert, model } = template;
      const actions = modes[command.mode];
      if (!actions)
        return { ok: false, reason: 'not-supported', detail: `${model} knows no ${command.mode}` };
      const prepared = prepareCommand(command, { site, charger, commandsW, revertS: revert.seconds ?? 0 });
      if (!prepared.ok) return { ok: false, reason: 'not-supported', detail: prepared.detail };
      try {
        await inTurn(prepared.pauses ? pause! : actions, prepared.variables);
        return { ok: true, commandedW: prepared.commandedW };
      } catch (error) {
        if (isNo(error)) return { ok: false, reason: 'device-refused', detail: messageOf(error) };
        throw unreachable(error);
      }
    },
    async release() {
      try {
        await inTurn(template.release, {});
      } catch (error) {
        throw unreachable(error);
      }
    },
    async close() {
      await turn;
      await close();
    },
  };
}
