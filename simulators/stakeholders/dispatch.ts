import { readFileSync } from 'node:fs';
import type { SetPointRequest } from '../dso-platform/config.ts';

/** A set-point that fulfils an order, until it is settled. */
export interface Dispatched {
  pod: string;
  seq: number;
  untilMs: number;
}

/** A DSO's way to its Technical Platform, and what it has sent there. */
export interface Dispatch {
  /** Undefined where no device of the PoD takes set-points. */
  send(request: SetPointRequest & { order: string }, fromMs: number): Promise<Dispatched | undefined>;
  /** Not settled yet. */
  open: Set<Dispatched>;
  /** Begins of the time for which something was sent, by PoD. */
  begun: Set<string>;
}

export function openDispatch({
  url,
  operatorTokenFile,
}: {
  url: string;
  operatorTokenFile: string;
}): Dispatch {
  const token = readFileSync(operatorTokenFile, 'utf8').trim();
  const open = new Set<Dispatched>();
  const begun = new Set<string>();
  return {
    ...{ open, begun },
    async send(request, fromMs) {
      const place = `${request.pod} ${fromMs}`;
      if (begun.has(place)) return undefined;
      const answer = await fetch(`${url}/set-points`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      const said = (await answer.json()) as { seq: number; until: string; code?: string; message?: string };
      if (said.code === 'DSOTP_POD_UNKNOWN') return undefined;
      if (!answer.ok) throw new TypeError(`the platform answers ${said.code}: ${said.message}`);
      begun.add(place);
      const sent = { pod: request.pod, seq: said.seq, untilMs: Date.parse(said.until) };
      open.add(sent);
      return sent;
    },
  };
}
