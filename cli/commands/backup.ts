import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backupFolder } from '../backup/backup-folder.ts';
import { createProgress, sizeText } from '../backup/progress.ts';
import type { Command } from '../command.ts';
import { dataFolder, readJson } from '../data-folder.ts';
import { isRunningOn } from '../system/folder-lock.ts';

const usage = `access-layer backup DIR [options]

Copies a data folder, also while the system runs on it: all databases as they are at one instant, for which writers wait
some milliseconds; the chain, the archive, keys and settings. DIR then has a manifest with the checksum of every file.
It holds every key of the system: keep it as you keep them.

  --data DIR   the data folder (default: data; also ACCESS_LAYER_DATA)
  --json       answer for programs

Exit code: 0 the backup is whole, 1 there is none.`;

export default {
  name: 'backup',
  summary: 'copies the data folder, also of a running system',
  usage,
  async run(args, around) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { data: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    const [to] = positionals;
    if (to === undefined || positionals.length > 1) {
      around.stderr.write(`Where to? Expected one folder.\n\n${usage}\n`);
      return 64;
    }
    const folder = dataFolder(values.data, around);
    const control =
      isRunningOn(folder) && readJson<{ control: { port: number } }>(`${folder.chain}/config.json`);
    const chainControlUrl = control ? `http://127.0.0.1:${control.control.port}` : undefined;
    const onFile = createProgress(around.stderr, 'files');
    const { files, heldMs, tookMs } = await backupFolder({
      ...{ dataDir: folder.dir, to: resolve(around.cwd, to), chainControlUrl, onFile },
    });
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const figures = { files: files.length, bytes, heldMs: Math.round(heldMs), tookMs: Math.round(tookMs) };
    if (values.json) around.stdout.write(`${JSON.stringify(figures)}\n`);
    else
      around.stdout.write(
        `${to}: ${figures.files} files, ${sizeText(bytes)}, in ${(tookMs / 1000).toFixed(1)} s; writers waited ` +
          `${figures.heldMs} ms\n`,
      );
    return 0;
  },
} satisfies Command;
