import assert from 'node:assert/strict';
import { decodeValue } from '../decode.ts';
import { createJsonDevice, type Vars } from '../json-device.ts';
import type { Profile, ProfileOf, Protocol } from '../profile.ts';

/** What a meter answered, as it was on the wire, and what it showed then. */
export interface Frame {
  profile: string;
  /** `recorded` from a meter, or `built` from the maker's table. */
  origin: 'recorded' | 'built';
  about: string;
  /** In the form of the protocol; its decoder below says which. */
  answers: unknown[];
  values: Record<string, unknown>;
}

const DECODERS: { [P in Protocol]: (profile: ProfileOf<P>, frame: Frame) => Record<string, unknown> } = {
  json: decodeJson,
  modbus: decodeModbus,
};

/** The values of a frame, decoded by its profile. */
export function decodeFrame(profile: Profile, frame: Frame): Record<string, unknown> {
  const decode = DECODERS[profile.protocol] as (profile: Profile, frame: Frame) => Record<string, unknown>;
  return decode(profile, frame);
}

/** `answers` are `{address, words}`, the words in hex, one for each block that the profile asks for. */
function decodeModbus(profile: ProfileOf<'modbus'>, frame: Frame): Record<string, unknown> {
  const answers = frame.answers as { address: number; words: string }[];
  const bytes = answers.map(({ address, words }) => ({ address, buffer: Buffer.from(words, 'hex') }));
  assert.deepEqual(
    bytes.map(({ address, buffer }) => ({ address, count: buffer.length / 2 })),
    profile.blocks,
  );
  const decoded = profile.values.map((value) => {
    const number = decodeValue(value, (address, count) => {
      const answer = bytes.find(
        (block) => address >= block.address && address < block.address + block.buffer.length / 2,
      )!;
      return Array.from({ length: count }, (_, word) =>
        answer.buffer.readUInt16BE(2 * (address - answer.address + word)),
      );
    });
    return [value.name, number] as const;
  });
  return Object.fromEntries(decoded.filter(([, number]) => number !== undefined));
}

/** `answers` are `{source, document, vars}`, one for each source of the profile. */
function decodeJson(profile: ProfileOf<'json'>, frame: Frame): Record<string, unknown> {
  const answers = frame.answers as { source: string; document: unknown; vars: Vars }[];
  assert.deepEqual(answers.map(({ source }) => source).sort(), Object.keys(profile.sources).sort());
  const decoded = answers.map(
    ({ source, document, vars }) => createJsonDevice(profile, vars).decode(source, document)!.values,
  );
  return Object.assign({}, ...decoded);
}
