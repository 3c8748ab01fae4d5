import {
  DEVICE_COMMANDS,
  DEVICE_USAGE,
  type DeviceCommand,
} from '@access-layer/light-node/onboarding/device-commands';
import type { Command } from '../command.ts';
import { UPDATE_USAGE } from '../node/update-usage.ts';

const usage = `access-layer node COMMAND [options]

Light Nodes from their first day to their last.

At the DSO, by its API:

  code --pod POD --meter ID   makes a one-time code for a new Light Node; it is shown once
  list                        Light Nodes, with state, PoD, meters and the end of their certificates
  show NODE                   one of them: bindings, certificates, changes
  confirm NODE                confirms the signing key that it has asked for
  swap-meter NODE --meter ID  binds it to another meter of its PoD
  replace NODE                a code for a device that takes its place; the old one leaves when the new one is in
  decommission NODE           ends it: bindings end, its certificates are refused
  revoke NODE                 as decommission, and its key is never valid again
  revoke-certificate NODE FINGERPRINT   refuses one certificate

${UPDATE_USAGE}

  --role ROLE              code, swap-meter: exchange, production, storage, charger or load (default exchange)
  --node ID                code, replace: its id (default: a random one)
  --municipality M --latitude L --longitude L [--place NAME]   code, replace: where it is
  --valid S                code, replace: for how long the code works, in seconds (default 3600)
  --grace S                swap-meter: how long the former meter stays bound, in seconds (default a day)
  --reason TEXT            decommission, revoke, revoke-certificate: for the record
  --client NAME            whose token (default operator)
  --data DIR               data folder of the running system (default: data; also ACCESS_LAYER_DATA)
  --gateway URL --token-file FILE   another system, and a file with an access token for it
  --json                   answer for programs

${DEVICE_USAGE}

Exit code: 0 done, 1 not done, 64 a command line that makes no sense.`;

export default {
  name: 'node',
  summary: 'gets Light Nodes in by a code, renews, replaces and revokes them',
  usage,
  async run([action, ...args], around) {
    if ((DEVICE_COMMANDS as readonly (string | undefined)[]).includes(action)) {
      return (await import('../node/device.ts')).runOnDevice(action as DeviceCommand, args, around);
    }
    if (action === 'update') return (await import('../node/update.ts')).runUpdate(args, around);
    const { OPERATIONS, runAtDso } = await import('../node/at-dso.ts');
    if (action !== undefined && Object.hasOwn(OPERATIONS, action)) return runAtDso(action, args, around);
    around.stderr.write(`${action === undefined ? '' : `There is no "node ${action}".\n\n`}${usage}\n`);
    return 64;
  },
} satisfies Command;
