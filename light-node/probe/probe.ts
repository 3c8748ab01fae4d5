import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Values } from '@access-layer/core/payloads/measurement';
import type { Bus, Line } from '../modbus/bus.ts';
import { readRequest, registersOf } from '../modbus/pdu.ts';
import { createMapReader } from '../modbus/read-registers.ts';
import type { ProfileHead, ProfileOf } from '../profile.ts';
import type { Identify } from '../profiles/modbus.ts';
import { discover, type SunspecDevice } from '../sunspec/discover.ts';
import { createSunspecReader } from '../sunspec/read-sunspec.ts';
import { judge } from './plausible.ts';

type Probed = ProfileOf<'modbus' | 'sunspec'>;

/** How well a profile fits what answers. */
export interface Candidate {
  profile: ProfileHead;
  fits: boolean;
  /** Greater is better; only for comparing. */
  score: number;
  /** In words, for and against. */
  because: string;
  values: Values;
}

export interface ProbeResult {
  /** Best first. */
  candidates: Candidate[];
  /** Where the device carries the SunSpec marker. */
  sunspec?: SunspecDevice;
}

/** What a name or code that the meter gives itself weighs, against one plausible value. */
const IDENTITY_WEIGHT = 10;

/**
 * Asks a unit by each profile and holds the answers to what a grid can show. Reads only.
 * @throws AccessLayerError LN_METER_UNREACHABLE, LN_METER_TIMEOUT where nobody answers at all
 */
export async function probe(bus: Bus, unit: number, profiles: readonly Probed[]): Promise<ProbeResult> {
  const silences: AccessLayerError[] = [];
  const ask = <T>(job: (line: Line) => Promise<T>) => bus.run({ own: false }, job);
  const sunspec = await ask((line) => discover(line, { unit, functionCode: 3 }, [40_000, 0, 50_000])).catch(
    (error) => void silences.push(unlessSilent(error)),
  );
  const round = async (asked: readonly Probed[]) => {
    const silent: Probed[] = [];
    const heard: Candidate[] = [];
    for (const profile of asked) {
      const candidate = await ask((line) => consider(line, unit, profile)).catch((error) => {
        silences.push(unlessSilent(error));
        silent.push(profile);
        return refusedBy(profile, messageOf(error));
      });
      heard.push(candidate);
    }
    return { heard, silent };
  };
  const { heard, silent } = await round(profiles.filter(({ protocol }) => sunspec || protocol !== 'sunspec'));
  if (silences.length > 0 && silences.length === heard.length + 1) throw silences[0];
  const candidates = heard.some(({ fits }) => fits) ? heard : await again(heard, silent, round);
  candidates.sort((a, b) => Number(b.fits) - Number(a.fits) || b.score - a.score);
  return { candidates, ...(sunspec ? { sunspec } : {}) };
}

/** Where nothing fits, a silence may have been a slow moment of the line or of this machine: that is asked once more. */
async function again(
  heard: readonly Candidate[],
  silent: readonly Probed[],
  round: (asked: readonly Probed[]) => Promise<{ heard: Candidate[] }>,
): Promise<Candidate[]> {
  const answered = heard.filter(({ profile }) => !silent.some(({ name }) => name === profile.name));
  return [...answered, ...(await round(silent)).heard];
}

/** A device that keeps silent about what it does not have is no fault; a line that is not there is. */
function unlessSilent(error: unknown): AccessLayerError {
  if (error instanceof AccessLayerError && error.code === 'LN_METER_TIMEOUT') return error;
  throw error;
}

/** What stands between the name of the meter and the advice is enough in a list. */
function refusedBy(profile: Probed, message: string): Candidate {
  const because = message.replace(/^meter at .*? unit \d+ /, '').replace(/; (check|the reading) .*$/s, '');
  return { profile, fits: false, score: Number.NEGATIVE_INFINITY, because, values: {} };
}

async function consider(line: Line, unit: number, profile: Probed): Promise<Candidate> {
  const read =
    profile.protocol === 'modbus' ? createMapReader(profile, unit) : createSunspecReader(profile, unit);
  let values: Values;
  try {
    values = await read(line);
  } catch (error) {
    if (!(error instanceof AccessLayerError) || !/EXCEPTION|ANSWER/.test(error.code)) throw error;
    return refusedBy(profile, error.message);
  }
  const { good, bad } = judge(values);
  const identity = await identityOf(line, unit, profile);
  const score = good.length - 2 * bad.length + IDENTITY_WEIGHT * identity.weight;
  const fits = identity.weight >= 0 && bad.length === 0 && (good.length >= 2 || identity.weight > 0);
  const against = bad.length > 0 ? `implausible: ${bad.join(', ')}` : '';
  const forIt = good.length > 0 ? `plausible: ${good.join(', ')}` : '';
  const because = [identity.text, fits ? forIt : against || forIt || 'nothing that can be judged']
    .filter(Boolean)
    .join('; ');
  return { profile, fits, score, because, values };
}

/** 1 where the meter calls itself so, -1 where it calls itself otherwise, 0 where it says nothing. */
async function identityOf(
  line: Line,
  unit: number,
  profile: Probed,
): Promise<{ weight: -1 | 0 | 1; text: string }> {
  if (profile.protocol === 'sunspec') return { weight: 1, text: 'it carries the SunSpec marker' };
  const { identify } = profile;
  if (!identify) return { weight: 0, text: '' };
  try {
    return compare(identify, await readIdentity(line, unit, profile, identify));
  } catch (error) {
    if (error instanceof AccessLayerError && error.code !== 'LN_METER_UNREACHABLE')
      return { weight: 0, text: '' };
    throw error;
  }
}

async function readIdentity(
  line: Line,
  unit: number,
  { functionCode }: ProfileOf<'modbus'>,
  { address, words, functionCode: own }: Identify,
): Promise<Buffer> {
  const request = readRequest(own ?? functionCode, address, words);
  return registersOf(request, await line.exchange(unit, request), { where: line.where, unit });
}

function compare({ text, equals }: Identify, said: Buffer): { weight: -1 | 0 | 1; text: string } {
  if (text !== undefined) {
    const name = said.toString('latin1').replace(/\0.*$/s, '').trim();
    if (name === '') return { weight: 0, text: '' };
    return { weight: name.startsWith(text) ? 1 : -1, text: `it calls itself "${name}"` };
  }
  const code = said.readUIntBE(0, Math.min(said.length, 6));
  return {
    weight: equals!.includes(code) ? 1 : -1,
    text: `its code is 0x${code.toString(16).padStart(4, '0')}`,
  };
}
