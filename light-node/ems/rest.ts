import { readFileSync } from 'node:fs';
import { messageOf } from '@access-layer/core/errors';
import Type from 'typebox';
import type { EmsAdapter } from '../ems.ts';
import type { Variables } from '../ems-device/command.ts';
import { fillIn, fillInBody, fillInLeaf, valueAt } from '../ems-device/fill-in.ts';
import { createEms, DeviceRefusal } from '../ems-device/perform.ts';
import type { RestCall, RestTemplate } from '../ems-device/template.ts';

const options = Type.Object(
  {
    name: Type.Literal('rest'),
    url: Type.String({ pattern: '^https?://' }),
    device: Type.Optional(Type.String({ minLength: 1, description: 'name of the device with its server' })),
    tokenFile: Type.Optional(Type.String({ minLength: 1, description: 'sent as a bearer token' })),
    timeoutMs: Type.Optional(Type.Integer({ minimum: 50, maximum: 60_000, description: 'of each request' })),
  },
  { additionalProperties: false },
);

const MAX_ANSWER_BYTES = 65_536;

/** REST by template: energy communities, smart objects, chargers. 4xx is a no of the device, 5xx no answer. */
const adapter: EmsAdapter<typeof options> = {
  name: 'rest',
  options,
  protocol: 'rest',
  create({ options: { url, device = '', tokenFile, timeoutMs = 5000 }, template, site }) {
    const token = tokenFile === undefined ? undefined : readFileSync(tokenFile, 'utf8').trim();

    async function call({ method, path, body, expect }: RestCall, variables: Variables): Promise<void> {
      const target = url.replace(/\/$/, '') + fillIn(path, variables, device);
      const response = await fetch(target, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          ...(body && { 'content-type': 'application/json' }),
          ...(token && { authorization: `Bearer ${token}` }),
        },
        ...(body && { body: JSON.stringify(fillInBody(body, variables, device)) }),
      });
      const text = await response.text();
      if (response.status >= 400 && response.status < 500) {
        throw new DeviceRefusal(`status ${response.status}: ${text.slice(0, 120)}`);
      }
      if (!response.ok) throw new Error(`status ${response.status}`);
      if (expect) confirm(text, expect.path, fillInLeaf(expect.equals, variables, device));
    }

    return createEms<RestCall>({
      ...{ template: template as RestTemplate, site, where: url, perform: call },
      close: async () => undefined,
    });
  },
};
export default adapter;

/** The device says itself that it took what it was told. */
function confirm(text: string, path: string, wanted: unknown): void {
  let answer: unknown;
  try {
    answer = JSON.parse(text.slice(0, MAX_ANSWER_BYTES));
  } catch (error) {
    throw new DeviceRefusal(`the answer is not JSON: ${messageOf(error)}`);
  }
  const got = valueAt(answer, path);
  if (got !== wanted) {
    throw new DeviceRefusal(
      `${path} is ${JSON.stringify(got) ?? 'missing'}; expected ${JSON.stringify(wanted)}`,
    );
  }
}
