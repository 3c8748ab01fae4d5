import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import type { Finding } from '../doctor/finding.ts';
import { clock, diskSpace, fsyncWorks, ports } from '../doctor/machine.ts';
import { anvilBinary, hashWasm, nativeSecp256k1, nodeVersion, optionalTools } from '../doctor/programs.ts';
import { painter, type Style } from '../terminal.ts';

const usage = `access-layer doctor [options]

Says what is missing on this machine, and how to get it.

  --data DIR   the data folder to check (default: data; also ACCESS_LAYER_DATA)
  --json       answer for programs

Exit code: 0 nothing needed is missing, 1 something is.`;

const SIGNS: Record<Finding['result'], { word: string; style: Style }> = {
  ok: { word: 'ok', style: 'green' },
  advice: { word: 'advice', style: 'yellow' },
  missing: { word: 'MISSING', style: 'red' },
};

export default {
  name: 'doctor',
  summary: 'says what is missing on this machine, and how to get it',
  usage,
  async run(args, around) {
    const options = { data: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
    const { values } = parseArgs({ args, options });
    const folder = dataFolder(values.data, around);
    const findings = [
      nodeVersion(process.version),
      await anvilBinary(),
      nativeSecp256k1(),
      await hashWasm(),
      await ports(existsSync(folder.run)),
      diskSpace(existingParent(folder.dir)),
      fsyncWorks(existingParent(folder.dir)),
      await clock(Date.now()),
      ...(await optionalTools()),
    ];
    const isWell = findings.every(({ result }) => result !== 'missing');
    if (values.json) {
      around.stdout.write(`${JSON.stringify({ ok: isWell, findings }, null, 2)}\n`);
      return isWell ? 0 : 1;
    }
    const paint = painter(around.stdout, around.env);
    for (const { name, result, detail, remedy } of findings) {
      const { word, style } = SIGNS[result];
      around.stdout.write(`${paint(style, word.padEnd(8))} ${name.padEnd(10)} ${detail}\n`);
      if (remedy) around.stdout.write(`${' '.repeat(20)}${paint('dim', remedy)}\n`);
    }
    around.stdout.write(
      isWell ? 'Nothing that is needed is missing.\n' : 'Something that is needed is missing.\n',
    );
    return isWell ? 0 : 1;
  },
} satisfies Command;

/** The folder itself, or the nearest one above it that is there: doctor makes nothing. */
function existingParent(dir: string): string {
  return existsSync(dir) ? dir : existingParent(dirname(dir));
}
