import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { openDataApi } from '../data-api.ts';
import { progressOn } from '../progress.ts';

const usage = `access-layer dossier --pod POD --number N [options]
access-layer dossier --month MONTH [--pod POD] [options]

Fetches the signed archive of an activation, or of a month (yyyy-MM): figures, the proof of everything, CSV and market
document. Check it with access-layer verify.

  --pod POD        Point of Delivery
  --number N       the PoD's number of the set-point; access-layer settle lists them
  --out FILE       where to (default: as the server names it)
  --client NAME    who asks (default operator)
  --data DIR       the data folder (default: data; also ACCESS_LAYER_DATA)`;

export default {
  name: 'dossier',
  summary: 'fetches the signed archive of an activation or of a month',
  usage,
  async run(args, around) {
    const { values } = parseArgs({
      args,
      options: {
        ...{ pod: { type: 'string' }, number: { type: 'string' }, month: { type: 'string' } },
        ...{
          out: { type: 'string' },
          client: { type: 'string', default: 'operator' },
          data: { type: 'string' },
        },
      },
    });
    const { pod, number, month } = values;
    const isOne = pod !== undefined && number !== undefined && month === undefined;
    if (!isOne && (month === undefined || number !== undefined)) {
      around.stderr.write(`Which activation, or which month?\n\n${usage}\n`);
      return 64;
    }
    const ask = await openDataApi(values, around);
    if (!ask) return 1;
    const path = isOne
      ? `/v1/pods/${pod}/set-points/${number}/dossier`
      : `/v1/settlements/months/${month}/dossier${pod ? `?pod=${pod}` : ''}`;
    const answer = await ask(path);
    const named = /filename="([A-Za-z0-9._-]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
    const file = resolve(around.cwd, values.out ?? named ?? 'activation.dossier.zip');
    const total = Number(answer.headers.get('access-layer-activations') ?? 1);
    const progress = progressOn(around, file);
    try {
      await pipeline(
        Readable.fromWeb(answer.body as never),
        countingArchives((done) => progress(done, total + 1)),
        createWriteStream(`${file}.part`),
      );
    } catch (error) {
      rmSync(`${file}.part`, { force: true });
      throw error;
    }
    renameSync(`${file}.part`, file);
    progress(1, 1);
    around.stdout.write(`${file}\n`);
    return 0;
  },
} satisfies Command;

/** Header of a file of a ZIP archive, up to its name: 30 bytes, of which the first four are these. */
const [FILE_MARK, HEADER_BYTES, NAME] = [
  Buffer.from('PK\u0003\u0004', 'latin1'),
  30,
  Buffer.from('activations/'),
];

/** Tells how many archives of activations have begun to pass. */
function countingArchives(tell: (done: number) => void): Transform {
  let [rest, count] = [Buffer.alloc(0), 0];
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      const seen = Buffer.concat([rest, chunk]);
      const end = seen.length - HEADER_BYTES - NAME.length;
      let at = seen.indexOf(FILE_MARK);
      for (; at >= 0 && at <= end; at = seen.indexOf(FILE_MARK, at + 1)) {
        const begin = at + HEADER_BYTES;
        if (seen.subarray(begin, begin + NAME.length).equals(NAME)) count += 1;
      }
      rest = seen.subarray(at >= 0 ? at : Math.max(0, seen.length - FILE_MARK.length + 1));
      tell(count);
      next(null, chunk);
    },
  });
}
