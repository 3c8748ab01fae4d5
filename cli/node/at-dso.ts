import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { clientCredential, fetchToken } from '../access-token.ts';
import type { Surroundings } from '../command.ts';
import { dataFolder, type RunFile, readJson } from '../data-folder.ts';
import { inWords } from './in-words.ts';

const OPTIONS = {
  pod: { type: 'string' },
  meter: { type: 'string' },
  role: { type: 'string' },
  node: { type: 'string' },
  municipality: { type: 'string' },
  latitude: { type: 'string' },
  longitude: { type: 'string' },
  place: { type: 'string' },
  valid: { type: 'string' },
  grace: { type: 'string' },
  reason: { type: 'string', default: 'asked for on the command line' },
  state: { type: 'string' },
  client: { type: 'string', default: 'operator' },
  data: { type: 'string' },
  gateway: { type: 'string' },
  'token-file': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;
type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** What is asked of the API. */
interface Ask {
  method: 'GET' | 'POST';
  path: string;
  body?: object;
}

type Operation = (options: Options, ...operands: string[]) => Ask;

const post = (path: string, body: object = {}): Ask => ({ method: 'POST', path, body });
const ofNode = (node: string, what = '') => `/v1/nodes/${encodeURIComponent(node)}${what}`;

/** Each takes as many operands as it names. */
export const OPERATIONS: Record<string, Operation> = {
  code: (options) => post('/v1/enrolments', order(options)),
  list: ({ state }) => ({ method: 'GET', path: `/v1/nodes?limit=1000${state ? `&state=${state}` : ''}` }),
  show: (_, node: string) => ({ method: 'GET', path: ofNode(node) }),
  confirm: (_, node: string) => post(ofNode(node, '/rotation')),
  'swap-meter': ({ meter, role, grace }, node: string) =>
    post(ofNode(node, '/meter-swap'), {
      meter: needed('--meter', meter),
      ...(role && { role }),
      ...(grace && { graceS: numberOf('--grace', grace) }),
    }),
  replace: (options, node: string) => post('/v1/enrolments', { ...order(options), replaces: node }),
  decommission: ({ reason }, node: string) => post(ofNode(node, '/decommission'), { reason }),
  revoke: ({ reason }, node: string) => post(ofNode(node, '/revocation'), { reason }),
  'revoke-certificate': ({ reason }, node: string, fingerprint: string) =>
    post(ofNode(node, '/certificate-revocation'), { fingerprint, reason }),
};

/** Answers the exit code: 1 where the registrar has refused, or has not answered yet. */
export async function runAtDso(action: string, args: string[], around: Surroundings): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const operation = OPERATIONS[action]!;
  if (positionals.length !== operation.length - 1) {
    const expected = operation.length - 1;
    throw optionError(`"node ${action}" takes ${expected} names, got ${positionals.length}`);
  }
  const ask = await openApi(values, around);
  const filled = action === 'replace' ? await fromOldNode(ask, values, positionals[0]!) : values;
  const answer = await ask(operation(filled, ...positionals));
  around.stdout.write(values.json ? `${JSON.stringify(answer, null, 2)}\n` : inWords(action, answer));
  const { changes } = answer as { changes?: { status: string }[] };
  const isOpen = action !== 'show' && changes?.some(({ status }) => status !== 'done');
  return isOpen ? 1 : 0;
}

type Api = (ask: Ask) => Promise<unknown>;

interface OldNode {
  pod?: string;
  bindings: { meter: string; until?: string; revokedAt?: string }[];
}

/**
 * What is the same for the device that takes its place; role and place are the API's to know. After a swap the former meter
 * stays bound for a while: the one that is meant has no end.
 */
async function fromOldNode(ask: Api, values: Options, node: string): Promise<Options> {
  const { pod, bindings } = (await ask(OPERATIONS.show!(values, node))) as OldNode;
  const lasting = bindings.findLast(({ until, revokedAt }) => !until && !revokedAt);
  return { ...values, pod: values.pod ?? pod, meter: values.meter ?? lasting?.meter };
}

function order({ pod, meter, role, node, valid, ...where }: Options): object {
  return {
    pod: needed('--pod', pod),
    meter: needed('--meter', meter),
    ...(role && { role }),
    ...(node && { node }),
    ...(valid && { validForS: numberOf('--valid', valid) }),
    ...placeOf(where),
  };
}

function placeOf({ municipality, latitude, longitude, place }: Partial<Options>): object {
  if (municipality === undefined && latitude === undefined && longitude === undefined) return {};
  return {
    place: {
      municipality: needed('--municipality', municipality),
      latitude: numberOf('--latitude', needed('--latitude', latitude)),
      longitude: numberOf('--longitude', needed('--longitude', longitude)),
      ...(place && { name: place }),
    },
  };
}

async function openApi(options: Options, around: Surroundings): Promise<Api> {
  const { url, token } = await doorOf(options, around);
  return async ({ method, path, body }) => {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      const message = `${url} does not answer: ${messageOf(cause)}`;
      throw new AccessLayerError({ code: 'CLI_API', message, cause });
    });
    const answer = (await response.json()) as { code?: string; message?: string };
    if (response.ok) return answer;
    const message = answer.message ?? `${url}${path} answers ${response.status}`;
    throw new AccessLayerError({ code: answer.code ?? 'CLI_API', message });
  };
}

/** The running system of the data folder, or the one that the options name. */
async function doorOf(options: Options, around: Surroundings): Promise<{ url: string; token: string }> {
  const { gateway, 'token-file': tokenFile } = options;
  if (gateway) {
    const file = resolve(around.cwd, needed('--token-file', tokenFile));
    return { url: gateway.replace(/\/$/, ''), token: readFileSync(file, 'utf8').trim() };
  }
  const folder = dataFolder(options.data, around);
  const run = readJson<RunFile>(folder.run);
  if (!run) {
    const message = `nothing runs on ${folder.dir}: \`npm start\` first, or name its folder with --data, or another system with --gateway`;
    throw new AccessLayerError({ code: 'CLI_NOT_RUNNING', message });
  }
  const { token } = await fetchToken(run.url, clientCredential(folder.credentials, options.client));
  return { url: run.url, token };
}

function needed(name: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw optionError(`${name} is missing`);
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw optionError(`${name} is "${text}"; expected a number`);
}

function optionError(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'CLI_OPTION', message });
}
