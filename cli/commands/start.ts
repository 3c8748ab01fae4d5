import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AccessLayerError } from '@access-layer/core/errors';
import type { Command } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { MOST_SITES } from '../district/sites.ts';
import { DEFAULT_PORT_BASE, MAX_NODES } from '../system/ports.ts';

const usage = `access-layer start [options]

Runs everything on this machine: a simulated meter and a Light Node each (two by default), the Blockchain Access Layer
with its broker, an embedded chain with the contracts, and the Shared Customer Database. Ctrl-C stops all of it; the
next start goes on where it stopped. Everything listens on 127.0.0.1 only.

  --nodes N        Light Nodes, each with a meter (default 2, at most ${MAX_NODES}); more later keeps the earlier ones
  --district N     N customers of a district in Rome (at most ${MOST_SITES}) instead: houses, shops and schools with and
                   without photovoltaics, plants, and energy management systems that obey, lag, refuse or lie; from 13
                   on with meters of every protocol
  --speed F        a replay of the last seven days, F times as fast, until it reaches the present (default 1: the
                   present; later the speed of the data folder)
  --engines FILE   YAML with any of stream, store, archive, registry and chain: Kafka, Elasticsearch or OpenSearch, S3,
                   MongoDB and a QBFT chain instead of what is embedded (docs/engines.md)
  --data DIR       the data folder (default: data; also ACCESS_LAYER_DATA); deleting it is the reset
  --port-base P    first of the ports (default ${DEFAULT_PORT_BASE}); a taken one is replaced by a free one, and a second system
                   takes a block of its own

Exit code: 0 stopped as asked, 1 it could not start.`;

export default {
  name: 'start',
  summary: 'runs everything on this machine, with simulated meters',
  usage,
  async run(args, around) {
    const options = readOptions(args);
    const folder = dataFolder(options.data, around);
    const { createDisplay, createEventLog, onStopSignal, readEnginesFile, startSystem } = await loadParts();
    const display = createDisplay(around, folder);
    const say = (line: string) => {
      log?.(line);
      display.say(line);
    };
    let log: ((line: string) => void) | undefined;
    const { nodes, isDistrict, speed, portBase } = options;
    const engines = options.engines ? readEnginesFile(resolve(around.cwd, options.engines)) : {};
    const system = startSystem({
      folder,
      nodes,
      isDistrict,
      speed,
      portBase,
      engines,
      pid: process.pid,
      say,
      show: display.say,
    });
    log = createEventLog(folder.logs);

    const asked = onStopSignal({
      onStop: (why) => display.stopping(why),
      onForce: () => {
        system.kill();
        process.exit(130);
      },
    });
    try {
      const run = await Promise.race([system.ready, asked]);
      if (run) {
        display.run(run);
        await asked;
      }
      await system.stop();
      display.end('All stopped. The next start goes on from here.');
      return 0;
    } catch (error) {
      display.end('');
      await system.stop();
      throw error;
    }
  },
} satisfies Command;

/** Loaded when it is needed: `help` and a wrong option answer at once. */
async function loadParts() {
  const [display, engines, log, signals, system] = await Promise.all([
    import('../display/display.ts'),
    import('../system/engines-file.ts'),
    import('../system/event-log.ts'),
    import('../system/stop-signals.ts'),
    import('../system/start-system.ts'),
  ]);
  return { ...display, ...engines, ...log, ...signals, ...system };
}

interface Options {
  nodes: number;
  isDistrict: boolean;
  speed?: number;
  portBase: number;
  data?: string;
  engines?: string;
}

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      nodes: { type: 'string' },
      district: { type: 'string' },
      speed: { type: 'string' },
      data: { type: 'string' },
      engines: { type: 'string' },
      'port-base': { type: 'string', default: String(DEFAULT_PORT_BASE) },
    },
  });
  const isDistrict = values.district !== undefined;
  if (isDistrict && values.nodes !== undefined) throw optionError('--district and --nodes both say how many');
  const nodes = isDistrict
    ? numberBetween('--district', values.district!, 1, MOST_SITES, true)
    : numberBetween('--nodes', values.nodes ?? '2', 1, MAX_NODES, true);
  const portBase = numberBetween('--port-base', values['port-base'], 1024, 60_000, true);
  const speed = values.speed === undefined ? undefined : numberBetween('--speed', values.speed, 1, 100_000);
  return { nodes, isDistrict, portBase, speed, data: values.data, engines: values.engines };
}

function numberBetween(name: string, text: string, from: number, to: number, whole = false): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  throw optionError(`${name} is "${text}"; expected a ${whole ? 'whole ' : ''}number from ${from} to ${to}`);
}

function optionError(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'CLI_OPTION', message });
}
