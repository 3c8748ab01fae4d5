import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type DeviceCommand, runDevice } from '@access-layer/light-node/onboarding/device-commands';
import type { Surroundings } from '../command.ts';

const MAIN = fileURLToPath(import.meta.resolve('@access-layer/light-node/main'));
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** A command of a device; after `enroll` the Light Node runs until it is stopped. Answers the exit code. */
export async function runOnDevice(
  command: DeviceCommand,
  args: string[],
  around: Surroundings,
): Promise<number> {
  const { run } = await runDevice(command, args, around);
  if (!run) return 0;
  around.stdout.write('the Light Node runs; Ctrl-C stops it. It goes on where it stopped with:\n');
  around.stdout.write(`  node light-node/main.ts --config ${run}\n`);
  const child = spawn(process.execPath, [MAIN, '--config', run], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: around.env,
  });
  // The child stops in order; we end when it has.
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
