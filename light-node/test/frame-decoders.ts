import assert from 'node:assert/strict';
import { decodeChain2, parseChain2 } from '../chain2.ts';
import { decodeValue } from '../decode.ts';
import { createJsonDevice, type Vars } from '../json-device.ts';
import type { Profile, ProfileOf, Protocol } from '../profile.ts';
import { createSunspecReader } from '../sunspec/read-sunspec.ts';
import { decodeZwave, type ZwaveReport } from '../zwave-meter.ts';

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

type Decoded = Record<string, unknown>;

const DECODERS: {
  [P in Protocol]: (profile: ProfileOf<P>, frame: Frame) => Decoded | Promise<Decoded>;
} = {
  chain2: decodeMessages,
  json: decodeJson,
  modbus: decodeModbus,
  sunspec: decodeSunspec,
  zwave: decodeReports,
};

/** The values of a frame, decoded by its profile. */
export async function decodeFrame(profile: Profile, frame: Frame): Promise<Decoded> {
  const decode = DECODERS[profile.protocol] as (profile: Profile, frame: Frame) => Decoded | Promise<Decoded>;
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

/** `answers` are messages of the gateway; the values are readings and events without their keys. */
function decodeMessages(profile: ProfileOf<'chain2'>, frame: Frame): Record<string, unknown> {
  const decoded = frame.answers.map((answer) => {
    const data = parseChain2(JSON.stringify(answer))!;
    return decodeChain2(profile, data, Date.parse('2026-01-15T12:00:00Z'));
  });
  return JSON.parse(
    JSON.stringify({
      readings: decoded.flatMap(({ readings }) => readings.map(({ key: _, ...reading }) => reading)),
      events: decoded.flatMap(({ events }) => events.map(({ key: _, ...event }) => event)),
    }),
  );
}

/** `answers` are `{address, words}`: marker, chain and model, in hex; whole as one, or as they were read. */
function decodeSunspec(profile: ProfileOf<'sunspec'>, frame: Frame): Promise<Decoded> {
  const areas = (frame.answers as { address: number; words: string }[]).map(({ address, words }) => ({
    address,
    memory: Buffer.from(words, 'hex'),
  }));
  const read = createSunspecReader(profile, 1);
  return read({
    where: 'frame',
    async exchange(_unit, request) {
      const [start, count] = [request.readUInt16BE(1), request.readUInt16BE(3)];
      const area = areas.find(
        ({ address, memory }) => address <= start && start + count <= address + memory.length / 2,
      );
      if (!area) return Buffer.from([request[0]! | 0x80, 2]);
      const from = 2 * (start - area.address);
      const bytes = area.memory.subarray(from, from + 2 * count);
      return Buffer.concat([Buffer.from([request[0]!, bytes.length]), bytes]);
    },
  });
}

/** `answers` are reports as zwave-js tells them, of endpoint 0 and others. */
function decodeReports(profile: ProfileOf<'zwave'>, frame: Frame): Record<string, unknown> {
  return Object.assign({}, ...frame.answers.map((report) => decodeZwave(profile, report as ZwaveReport, 0)));
}
