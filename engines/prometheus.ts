import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningEngine, Say, StartOptions } from './engine.ts';
import { debianPackages } from './install/debian.ts';
import { installOnce } from './install/installed.ts';
import { run } from './install/run.ts';
import { startMember } from './member.ts';
import { installDir, versions } from './paths.ts';
import { answers, portsIn } from './ports.ts';

const NAME = 'prometheus';
const HOME = installDir(NAME, versions.prometheus);
const TEMPLATES = '/usr/share/prometheus/alertmanager';
const BIN = join(HOME, 'usr', 'bin');

export default { name: NAME, install, start };

async function install(say: Say): Promise<void> {
  await installOnce(HOME, async (dir) => {
    say('fetching Prometheus and Alertmanager');
    await debianPackages(NAME, ['prometheus', 'prometheus-alertmanager'], dir);
    makeRelative(join(dir, 'usr', 'bin', 'prometheus-alertmanager'));
  });
}

/** Debian has compiled the folder of its templates in. As long a path, from where it is started, finds the unpacked one. */
function makeRelative(program: string): void {
  const bytes = readFileSync(program, 'latin1');
  const relative = TEMPLATES.slice(1).replace(/\/(?=[^/]*$)/, '//');
  writeFileSync(program, bytes.replaceAll(TEMPLATES, relative), 'latin1');
}

export interface PrometheusOptions extends StartOptions {
  /** Text of prometheus.yml and of alertmanager.yml, given Alertmanager's host and port. */
  configure?: (alertmanager: string) => { prometheus: string; alertmanager: string };
}

export interface RunningPrometheus extends RunningEngine {
  url: string;
  alertmanager: string;
}

/** Both: what is measured, and who is told. */
async function start({ dir, say, configure = nothing }: PrometheusOptions): Promise<RunningPrometheus> {
  await install(say);
  const ports = await portsIn(dir, ['prometheus', 'alertmanager']);
  mkdirSync(dir, { recursive: true });
  const [address, alerts] = [`127.0.0.1:${ports.prometheus}`, `127.0.0.1:${ports.alertmanager}`];
  const config = configure(alerts);
  const fileOf = (name: keyof typeof config) => join(dir, `${name}.yml`);
  for (const name of ['prometheus', 'alertmanager'] as const) writeFileSync(fileOf(name), config[name]);
  const alertmanager = await startMember(
    {
      ...{ name: 'alertmanager', command: join(BIN, 'prometheus-alertmanager'), cwd: HOME },
      logFile: join(dir, 'alertmanager.log'),
      args: [
        ...[`--config.file=${fileOf('alertmanager')}`, `--storage.path=${join(dir, 'alerts')}`],
        // Alone: it looks for no others.
        ...[`--web.listen-address=${alerts}`, '--cluster.listen-address='],
      ],
    },
    () => answers(`http://${alerts}/-/ready`),
  );
  const prometheus = await startMember(
    {
      ...{ name: NAME, command: join(BIN, 'prometheus'), logFile: join(dir, 'prometheus.log'), cwd: dir },
      args: [
        ...[`--config.file=${fileOf('prometheus')}`, `--storage.tsdb.path=${join(dir, 'data')}`],
        `--web.listen-address=${address}`,
      ],
    },
    () => answers(`http://${address}/-/ready`),
  );
  const members = [alertmanager, prometheus];
  const [url, alertUrl] = [`http://${address}`, `http://${alerts}`];
  return {
    addresses: { prometheus: url, alertmanager: alertUrl },
    ...{ members, url, alertmanager: alertUrl },
    async stop() {
      await Promise.all(members.map((member) => member.stop()));
    },
  };
}

/** Prometheus' own checks: `check rules FILE`, `test rules FILE`, `check metrics` (reads `input`). Rejects with what it says. */
export async function promtool(args: string[], say: Say, input?: string): Promise<string> {
  await install(say);
  return run(NAME, join(BIN, 'promtool'), args, { input });
}

function nothing() {
  return {
    prometheus: 'global: { scrape_interval: 15s }\n',
    alertmanager: 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n',
  };
}
