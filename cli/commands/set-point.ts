import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { AccessLayerError } from '@access-layer/core/errors';
import { SET_POINT_MODES } from '@access-layer/core/payloads/set-point';
import type { Command, Surroundings } from '../command.ts';
import { dataFolder, type RunFile, readJson } from '../data-folder.ts';
import { operatorTokenFileIn } from '../system/dso-platform.ts';

const usage = `access-layer set-point send --pod POD --mode MODE [--watts W] [options]
access-layer set-point list [--data DIR]

Commands a device as the operator of the simulated DSO Technical Platform of the running system, which signs the
set-point and publishes it; shows what the Blockchain Access Layer answers.

  --pod POD        Point of Delivery, for example IT999E00000001
  --mode MODE      ${SET_POINT_MODES.join(', ')}
  --watts W        the limit or the target, W; positive from the grid into the installation (not for resume)
  --lasts S        how long, in seconds (default 60)
  --in S           when it begins, in seconds from now (default 0)
  --expires S      how long it may wait for its Light Node, in seconds (default 60)
  --data DIR       the data folder (default: data; also ACCESS_LAYER_DATA)

Exit code: 0 forwarded to the Light Node, 1 refused, expired, or still waiting for it.`;

interface Sent {
  id: string;
  pod: string;
  node: string;
  seq: number;
  status: string;
  reason?: string | null;
  at?: string;
}

export default {
  name: 'set-point',
  summary: 'commands a device as the operator of the simulated DSO Technical Platform',
  usage,
  async run(args, around) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...{ pod: { type: 'string' }, mode: { type: 'string' }, watts: { type: 'string' } },
        ...{ lasts: { type: 'string', default: '60' }, in: { type: 'string', default: '0' } },
        ...{ expires: { type: 'string', default: '60' }, data: { type: 'string' } },
      },
    });
    const ask = openPlatform(values.data, around);
    if (!ask) return 1;
    const [what, ...rest] = positionals;
    if (rest.length > 0 || (what !== 'send' && what !== 'list')) {
      throw optionError(`"${positionals.join(' ')}" is neither send nor list`);
    }
    if (what === 'list') {
      const { setPoints } = (await ask('/set-points')) as { setPoints: Sent[] };
      for (const one of setPoints) around.stdout.write(`${lineOf(one)}\n`);
      return 0;
    }
    const sent = (await ask('/set-points', {
      pod: values.pod ?? '',
      mode: values.mode ?? '',
      ...(values.watts === undefined ? {} : { valueW: numberOf('--watts', values.watts) }),
      lastsS: numberOf('--lasts', values.lasts),
      startsInS: numberOf('--in', values.in),
      expiresInS: numberOf('--expires', values.expires),
    })) as Sent;
    around.stdout.write(`${lineOf({ ...sent, status: 'signed' })}\n`);
    return (await follow(sent.id, ask, around)) ? 0 : 1;
  },
} satisfies Command;

type Ask = (path: string, body?: object) => Promise<unknown>;

/** Prints each answer until there is a last one, or none for ten seconds; whether it was forwarded. */
async function follow(id: string, ask: Ask, around: Surroundings): Promise<boolean> {
  for (let status = 'signed'; ; ) {
    const now = (await ask(`/set-points/${id}?after=${status}`)) as Sent;
    if (now.status === status) return false;
    around.stdout.write(`${lineOf(now)}\n`);
    status = now.status;
    if (status !== 'accepted') return status === 'forwarded';
  }
}

function lineOf({ id, pod, seq, status, reason }: Sent): string {
  return `${id}  ${pod}  number ${seq}  ${status}${reason ? `: ${reason}` : ''}`;
}

/** The operator's way to the platform of the running system. */
function openPlatform(data: string | undefined, around: Surroundings): Ask | undefined {
  const folder = dataFolder(data, around);
  const run = readJson<RunFile>(folder.run);
  if (!run) {
    around.stderr.write(
      `Nothing runs on ${folder.dir}: \`npm start\` first, or name its folder with --data.\n`,
    );
    return undefined;
  }
  const token = readFileSync(operatorTokenFileIn(folder), 'utf8').trim();
  return async (path, body) => {
    const response = await fetch(run.dsoPlatformUrl + path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer = (await response.json()) as { code?: string; message?: string };
    if (response.ok) return answer;
    throw new AccessLayerError({
      code: answer.code ?? 'CLI_PLATFORM',
      message: answer.message ?? 'no answer',
    });
  };
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw optionError(`${name} is "${text}"; expected a number`);
}

function optionError(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'CLI_OPTION', message });
}
