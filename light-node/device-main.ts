import { messageOf } from '@access-layer/core/errors';
import {
  DEVICE_COMMANDS,
  DEVICE_USAGE,
  type DeviceCommand,
  runDevice,
} from './onboarding/device-commands.ts';
import './wasm.ts';

const USAGE = `Usage: access-layer-node COMMAND [options]

${DEVICE_USAGE}

The Light Node itself is run by the service manager: systemctl start access-layer-light-node.
Exit code: 0 done, 1 not done, 64 a command line that makes no sense.`;

const [command, ...args] = process.argv.slice(2);
process.exitCode = await runCommand();

async function runCommand(): Promise<number> {
  const wantsHelp = [command, ...args].some((arg) => arg === '--help' || arg === '-h');
  if (wantsHelp || !(DEVICE_COMMANDS as readonly (string | undefined)[]).includes(command)) {
    (wantsHelp ? process.stdout : process.stderr).write(`${USAGE}\n`);
    return wantsHelp ? 0 : 64;
  }
  try {
    const { run } = await runDevice(command as DeviceCommand, args, {
      cwd: process.cwd(),
      stdout: process.stdout,
    });
    if (run) process.stdout.write(`start it with its configuration ${run}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return 1;
  }
}
