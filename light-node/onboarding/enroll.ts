import { existsSync } from 'node:fs';
import { EnrolmentAnswer, enrolmentText } from '@access-layer/core/enrolment';
import { type EnrolmentCode, readEnrolmentCode } from '@access-layer/core/enrolment-code';
import { AccessLayerError } from '@access-layer/core/errors';
import { addressOf, signPayload } from '@access-layer/core/sign';
import { stringify } from 'yaml';
import { writeDurably } from '../write-durably.ts';
import { findAuthority, post } from './device-client.ts';
import { deviceFiles, ensureRequest, ensureSigningKey, forget } from './device-files.ts';

export interface EnrollOptions {
  /** As the installer types it. */
  code: string;
  url: string;
  dir: string;
  meter: { profile: string; profileDir?: string; driver: object };
  /** Over what the configuration has otherwise. */
  more?: object;
  say: (line: string) => void;
}

const HEADER = '# Written by `access-layer node enroll`. Every key is in light-node/config.ts.\n';

/**
 * Makes the key of this device here, proves that it has it, and gets everything else for it: certificate, broker, pinned
 * keys; writes a configuration that is ready to run. After a lost answer the same code goes on where it was.
 * @throws AccessLayerError LN_ONBOARDING_…
 */
export async function enroll(
  options: EnrollOptions,
): Promise<{ configFile: string; answer: EnrolmentAnswer }> {
  const { url, dir, say } = options;
  const files = deviceFiles(dir);
  if (existsSync(files.config)) {
    throw new AccessLayerError({
      code: 'LN_ONBOARDING_DONE',
      message: `${files.config} is there already: this folder has a Light Node. Another one needs a folder of its own (--dir)`,
    });
  }
  const code = readCode(options.code);
  const authority = await findAuthority(url, code);
  say(`${url} is the server that the code names`);
  const privateKey = ensureSigningKey(dir, files);
  const key = addressOf(privateKey);
  const csr = await ensureRequest(files.request, files.key);
  say(`the key of this device is ${key}; it stays in ${files.keystore}`);
  const { secret } = code;
  const { signature } = signPayload(enrolmentText({ secret, key, csr }), privateKey);
  const answer = await post(
    new URL('/enrolment', url).href,
    { secret, key, csr, signature },
    { authority, answer: EnrolmentAnswer },
  );
  writeDurably(files.authority, authority);
  writeDurably(files.certificate, answer.certificate);
  writeDurably(files.config, HEADER + stringify(configOf(options, answer)));
  forget(files.request);
  return { configFile: files.config, answer };
}

/** @throws AccessLayerError LN_ONBOARDING_CODE */
export function readCode(typed: string): EnrolmentCode {
  const read = readEnrolmentCode(typed);
  if (read.ok) return read.code;
  throw new AccessLayerError({ code: 'LN_ONBOARDING_CODE', message: `${read.reason}. Type the code again` });
}

/** Paths are relative to the configuration, so the folder may be moved. */
function configOf({ url, meter, more }: EnrollOptions, answer: EnrolmentAnswer): object {
  const { node, network, pod, role, broker, anchorers, setPointSigners, place } = answer;
  return {
    id: node,
    ...{ network, pod },
    meter: { id: answer.meter, role, ...meter },
    packet: { maxReadings: 30, maxDelayS: 30 },
    broker: { url: broker, caFile: 'ca.pem', certFile: 'client.pem', keyFile: 'client.key' },
    keystoreFile: 'keystore.json',
    passphraseFile: 'passphrase',
    dataDir: '.',
    http: { port: 4110 },
    pinned: { anchorers, setPointSigners },
    onboarding: { url, caFile: 'ca.pem' },
    ...(place && { place }),
    ...more,
  };
}
