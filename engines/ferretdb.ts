import { join } from 'node:path';
import type { RunningEngine, Say, StartOptions } from './engine.ts';
import { goProgram } from './install/go-program.ts';
import { installOnce } from './install/installed.ts';
import { startMember } from './member.ts';
import { installDir, versions } from './paths.ts';
import { isListening, portsIn } from './ports.ts';

const NAME = 'ferretdb';
const PROGRAM = installDir(NAME, versions.ferretdb);

export default { name: NAME, install, start };

/** FerretDB is a library here: its own command does not build from the module alone. */
const SOURCE = `package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	db, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: os.Args[1]},
		Handler:   "sqlite",
		SQLiteURL: "file:" + os.Args[2] + "/",
	})
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	log.Print(db.Run(ctx))
}
`;

async function install(say: Say): Promise<void> {
  await installOnce(PROGRAM, async (dir) => {
    say(`building FerretDB ${versions.ferretdb}; takes minutes the first time`);
    const mod = `go 1.22\nrequire github.com/FerretDB/FerretDB ${versions.ferretdb}\n`;
    await goProgram(NAME, { mod, package: '.', source: SOURCE }, dir);
  });
}

export interface RunningFerretDb extends RunningEngine {
  /** mongodb://… */
  url: string;
}

/** Speaks MongoDB's protocol, over SQLite files. */
async function start({ dir, say }: StartOptions): Promise<RunningFerretDb> {
  await install(say);
  const ports = await portsIn(dir, ['mongodb']);
  const member = await startMember(
    {
      name: NAME,
      command: join(PROGRAM, NAME),
      args: [`127.0.0.1:${ports.mongodb}`, dir],
      logFile: join(dir, 'ferretdb.log'),
      env: { DO_NOT_TRACK: '1' },
    },
    () => isListening(ports.mongodb!),
  );
  const url = `mongodb://127.0.0.1:${ports.mongodb}/`;
  return { addresses: { mongodb: url }, members: [member], url, stop: () => member.stop() };
}
