import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@access-layer/kit/native';
import { loadConfig } from '@access-layer/kit/config';
import { createLog } from '@access-layer/kit/log';
import { LightNodeConfig } from '@access-layer/light-node/config';
import { startNode } from '@access-layer/light-node/node';
import { type DeviceCommand, runDevice } from '@access-layer/light-node/onboarding/device-commands';
import { deviceFiles } from '@access-layer/light-node/onboarding/device-files';
import { startMeter } from '@access-layer/simulators/meter';

/** A real Light Node at a meter of its own, got in by the code that a page has shown. */
export interface EnrolledNode extends AsyncDisposable {
  id: string;
  /** What an installer types on the device. */
  device(command: DeviceCommand): Promise<void>;
}

export async function enrolNode(code: string, url: string): Promise<EnrolledNode> {
  const dir = mkdtempSync(join(tmpdir(), 'dashboard-node-'));
  const meter = await startMeter({ unit: 1, profile: 'em340', nowMs: Date.now });
  const device = (command: DeviceCommand, ...args: string[]) =>
    runDevice(command, args, { cwd: dir, stdout: { write: () => true } });
  await device(
    'enroll',
    code,
    '--url',
    url,
    '--dir',
    '.',
    '--meter',
    `127.0.0.1:${meter.port}`,
    '--no-run',
    '--vouch-for-clock',
  );
  const config = loadConfig(LightNodeConfig, { file: deviceFiles(dir).config });
  const quick = { ...config, sampleIntervalS: 1, packet: { maxReadings: 1, maxDelayS: 1 } };
  const node = await startNode(quick, createLog({ name: 'test', level: 'silent' }));
  return {
    id: config.id,
    device: async (command) => void (await device(command, '--dir', '.')),
    async [Symbol.asyncDispose]() {
      await node.stop();
      await meter.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
