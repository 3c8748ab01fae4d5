import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AlarmsConfig, checkedConfig } from '@access-layer/alarms/config';
import { startAlarms } from '@access-layer/alarms/service';
import type { Log } from '@access-layer/kit/log';

type Auth = AlarmsConfig['auth'];

/** The alarms with nothing behind them that rules could be judged by. */
export async function startAlarmsAlone(dir: string, auth: Auth, log: Log) {
  const dataDir = join(dir, 'alarms');
  mkdirSync(dataDir, { recursive: true });
  const secretFile = join(dataDir, 'client-secret');
  writeFileSync(secretFile, 'nothing');
  const config: AlarmsConfig = {
    ...{ network: 'test-1', dataDir, http: { port: 0 }, url: 'http://127.0.0.1:9', auth },
    client: { id: 'alarms', secretFile },
  };
  return startAlarms(checkedConfig(config), { log, env: {} });
}
