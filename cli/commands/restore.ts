import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createProgress, sizeText } from '../backup/progress.ts';
import { replayErasures } from '../backup/replay-erasures.ts';
import { restoreFolder } from '../backup/restore-folder.ts';
import type { Command } from '../command.ts';

const usage = `access-layer restore DIR --data NEW [options]

Makes a data folder of a backup, checks every file, and erases again what was erased since. Nothing is started:
\`npm start -- --data NEW\` goes on where the backup was made, Light Nodes' packets, sequences and batches included.

  --data NEW         the folder to make; it must not exist, or be empty
  --erasures FILE    what was erased since the backup was made, from the system that it was made of
  --json             answer for programs

Exit code: 0 restored, 1 not.`;

export default {
  name: 'restore',
  summary: 'makes a data folder of a backup',
  usage,
  async run(args, around) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        erasures: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [from] = positionals;
    if (from === undefined || positionals.length > 1 || values.data === undefined) {
      around.stderr.write(`Expected the folder of a backup, and the one to make with --data.\n\n${usage}\n`);
      return 64;
    }
    const startedMs = performance.now();
    const dataDir = resolve(around.cwd, values.data);
    const onFile = createProgress(around.stderr, 'files');
    const { files, createdAt } = await restoreFolder({ from: resolve(around.cwd, from), dataDir, onFile });
    const erasuresFile = values.erasures && resolve(around.cwd, values.erasures);
    await replayErasures({ dataDir, erasuresFile, say: (line) => around.stderr.write(`${line}\n`) });
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const tookMs = Math.round(performance.now() - startedMs);
    if (values.json)
      around.stdout.write(`${JSON.stringify({ files: files.length, bytes, createdAt, tookMs })}\n`);
    else
      around.stdout.write(
        `${values.data}: ${files.length} files, ${sizeText(bytes)}, as of ${createdAt}, in ${(tookMs / 1000).toFixed(1)} s; ` +
          `every checksum holds. Go on with: npm start -- --data ${values.data}\n`,
      );
    return 0;
  },
} satisfies Command;
